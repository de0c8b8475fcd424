using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <inheritdoc cref="IAccountClient"/>
internal sealed class AccountClient(ClientSession session) : IAccountClient
{
    /// <inheritdoc/>
    public Task<ApiKeyInfo> GetApiKeyAsync(CancellationToken cancellationToken = default) =>
        session.Api.GetAsync<ApiKeyInfo>("api-keys/current", cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CancellationToken cancellationToken = default) =>
        await session.Api.GetAsync<List<Organization>>("organizations", cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<OrganizationUsage> GetUsageAsync(string organizationId, CancellationToken cancellationToken = default) =>
        session.Api.GetAsync<OrganizationUsage>(
            $"organizations/{Uri.EscapeDataString(organizationId)}/usage", cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> FindOrganizationIdAsync(CancellationToken cancellationToken = default)
    {
        if (session.Organization.Id is null)
        {
            // General snapshots come last: if the first one is general, the account has none of its own.
            using ISnapshotPager newest = new SnapshotFinder(new SnapshotEndpoints(session.Api), session.Organization)
                .GetPager(new SnapshotFilter { First = 1 });
            await newest.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return session.Organization.Id;
    }
}
