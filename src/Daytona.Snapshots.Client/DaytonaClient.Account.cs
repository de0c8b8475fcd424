namespace Daytona.Snapshots.Client;

/// <content>Who is calling, and where snapshots can be made.</content>
public sealed partial class DaytonaClient
{
    /// <inheritdoc/>
    public Task<ApiKeyInfo> GetCurrentApiKeyAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<ApiKeyInfo>("api-keys/current", cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Organization>> GetOrganizationsAsync(CancellationToken cancellationToken = default) =>
        await _api.GetAsync<List<Organization>>("organizations", cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Region>> GetRegionsAsync(CancellationToken cancellationToken = default) =>
        await _api.GetAsync<List<Region>>("regions", cancellationToken).ConfigureAwait(false);
}
