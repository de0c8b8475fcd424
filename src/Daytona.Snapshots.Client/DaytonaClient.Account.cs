using RestSharp;

namespace Daytona.Snapshots.Client;

/// <content>Who is calling, and where snapshots can be made.</content>
public sealed partial class DaytonaClient
{
    /// <inheritdoc/>
    public Task<ApiKeyInfo> GetCurrentApiKeyAsync(CancellationToken cancellationToken = default) =>
        SendAsync<ApiKeyInfo>(Method.Get, "api-keys/current", null, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Organization>> GetOrganizationsAsync(CancellationToken cancellationToken = default) =>
        await SendAsync<List<Organization>>(Method.Get, "organizations", null, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Region>> GetRegionsAsync(CancellationToken cancellationToken = default) =>
        await SendAsync<List<Region>>(Method.Get, "regions", null, cancellationToken).ConfigureAwait(false);
}
