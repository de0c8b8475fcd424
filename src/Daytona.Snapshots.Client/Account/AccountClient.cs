using Daytona.Snapshots.Client.Json;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Account;

/// <summary>Identifies the credential's owner.</summary>
public class AccountClient
{
    private const string ReadLimits = "read:limits";

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

    /// <summary>Lists the organizations of the credential's user. The service refuses an API key, unless it has a permission that only newer servers have.</summary>
    /// <exception cref="DaytonaApiException">
    /// The service refuses the request; for an API key, with the reason <see cref="ApiErrorReason.PermissionMissing"/>.
    /// </exception>
    public virtual async Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CancellationToken cancellationToken = default)
    {
        const string path = "organizations";
        if (JsonWebToken.TryRead(_session.Options.Credential.Reveal()) is not null)
        {
            return await _session.Api.GetAsync<List<Organization>>(path, cancellationToken).ConfigureAwait(false);
        }

        // The service answers an API key with 401, which also counts as a failed login. So the key's permissions are read first.
        ApiKeyInfo key = await GetApiKeyAsync(cancellationToken).ConfigureAwait(false);
        if (key.Permissions.Contains(ReadLimits))
        {
            try
            {
                return await _session.Api.GetAsync<List<Organization>>(path, cancellationToken, provesCredential: false).ConfigureAwait(false);
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.CredentialRefused)
            {
                // The service has accepted the key a moment ago.
            }
        }

        throw new DaytonaApiException("The API key may not list organizations.")
        {
            Reason = ApiErrorReason.PermissionMissing, StatusCode = 401, Method = "GET", Path = path,
        };
    }

    /// <summary>Gets what an organization of the credential's user uses of its quotas. The service refuses most API keys.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <returns>The quotas and their usage.</returns>
    public virtual Task<OrganizationUsage> GetUsageAsync(string organizationId, CancellationToken cancellationToken = default) =>
        _session.Api.GetAsync<OrganizationUsage>(
            $"organizations/{Uri.EscapeDataString(organizationId)}/usage", cancellationToken, provesCredential: false);

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
