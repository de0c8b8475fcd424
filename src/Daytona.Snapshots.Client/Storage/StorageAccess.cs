namespace Daytona.Snapshots.Client.Storage;

/// <summary>Temporary credentials of the service's object storage.</summary>
internal sealed class StorageAccess
{
    public required string AccessKey { get; init; }

    public required string Secret { get; init; }

    public required string SessionToken { get; init; }

    public required Uri StorageUrl { get; init; }

    public required string OrganizationId { get; init; }

    public required string Bucket { get; init; }

    /// <summary>The storage's region; null from older servers.</summary>
    public string? Region { get; init; }
}
