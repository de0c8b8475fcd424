namespace Daytona.Snapshots.Client.Storage;

/// <summary>Temporary credentials for the service's object storage.</summary>
internal sealed class StorageAccess
{
    public string? AccessKey { get; init; }

    public string? Secret { get; init; }

    /// <summary>The session token; null or empty if the storage issues plain keys.</summary>
    public string? SessionToken { get; init; }

    public Uri? StorageUrl { get; init; }

    public string? OrganizationId { get; init; }

    public string? Bucket { get; init; }

    /// <summary>The region of the storage; null from older servers.</summary>
    public string? Region { get; init; }

    /// <summary>Finds a field that the service did not send.</summary>
    /// <returns>The name of the field in the service's JSON, or null if the access is complete.</returns>
    public string? FindMissingField() =>
        string.IsNullOrEmpty(AccessKey) ? "accessKey"
        : string.IsNullOrEmpty(Secret) ? "secret"
        : StorageUrl is not { IsAbsoluteUri: true } ? "storageUrl"
        : string.IsNullOrEmpty(OrganizationId) ? "organizationId"
        : string.IsNullOrEmpty(Bucket) ? "bucket"
        : null;
}
