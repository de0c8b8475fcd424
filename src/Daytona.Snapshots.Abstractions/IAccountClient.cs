namespace Daytona.Snapshots;

/// <summary>Identifies the credential's owner.</summary>
public interface IAccountClient
{
    /// <summary>Gets the API key that the client uses.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The key's name, owner, permissions and expiry.</returns>
    Task<ApiKeyInfo> GetApiKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the organizations of the access token's user. The service refuses an API key.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The organizations.</returns>
    Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets what an organization of the access token's user uses of its quotas. The service refuses an API key.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The quotas and their usage.</returns>
    Task<OrganizationUsage> GetUsageAsync(string organizationId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the credential's organization. The service does not report it for an API key: it is taken from the account's
    /// snapshots.
    /// </summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The organization's ID, or null if the account of an API key has no own snapshots.</returns>
    Task<string?> FindOrganizationIdAsync(CancellationToken cancellationToken = default);
}
