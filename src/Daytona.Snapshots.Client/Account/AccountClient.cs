using Daytona.Snapshots.Client.Json;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Account;

/// <summary>Identifies the credential's owner.</summary>
public class AccountClient
{
    private readonly ClientSession _session = null!;

    internal AccountClient(ClientSession session) => _session = session;

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected AccountClient()
    {
    }

    /// <summary>Gets the API key that the client uses.</summary>
    /// <returns>The key's name, owner, permissions and expiry.</returns>
    public virtual Task<ApiKeyInfo> GetApiKeyAsync(CancellationToken cancellationToken = default) =>
        _session.Api.GetAsync<ApiKeyInfo>("api-keys/current", cancellationToken);

    /// <summary>Lists the organizations of the access token's user. The service refuses an API key.</summary>
    public virtual async Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CancellationToken cancellationToken = default) =>
        await _session.Api.GetAsync<List<Organization>>("organizations", cancellationToken).ConfigureAwait(false);

    /// <summary>Gets what an organization of the access token's user uses of its quotas. The service refuses an API key.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <returns>The quotas and their usage.</returns>
    public virtual Task<OrganizationUsage> GetUsageAsync(string organizationId, CancellationToken cancellationToken = default) =>
        _session.Api.GetAsync<OrganizationUsage>(
            $"organizations/{Uri.EscapeDataString(organizationId)}/usage", cancellationToken);

    /// <summary>
    /// Finds the credential's organization. The service does not report it for an API key: it is taken from the account's
    /// snapshots.
    /// </summary>
    /// <returns>The organization's ID, or null if the account of an API key has no own snapshots.</returns>
    public virtual async Task<string?> FindOrganizationIdAsync(CancellationToken cancellationToken = default)
    {
        if (_session.Organization.Id is null)
        {
            // General snapshots come last: if the first one is general, the account has none of its own.
            SnapshotPage newest = await _session.Api.GetAsync<SnapshotPage>("snapshots?page=1&limit=1&sort=createdAt&order=desc", cancellationToken).ConfigureAwait(false);
            _session.Organization.Note(newest.Items.Count > 0 ? newest.Items[0] : null);
        }

        return _session.Organization.Id;
    }
}
