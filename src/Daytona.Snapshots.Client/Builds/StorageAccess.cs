namespace Daytona.Snapshots.Client.Builds;

/// <summary>Temporary credentials for the service's object storage.</summary>
internal sealed class StorageAccess
{
    public required string AccessKey { get; init; }

    public required string Secret { get; init; }

    /// <summary>The token of the temporary credentials; null or empty from a storage whose keys need none.</summary>
    public string? SessionToken { get; init; }

    public required Uri StorageUrl { get; init; }

    public required string OrganizationId { get; init; }

    public required string Bucket { get; init; }

    /// <summary>The storage's region, or null from older servers.</summary>
    public string? Region { get; init; }
}
