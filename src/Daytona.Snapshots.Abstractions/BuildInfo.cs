namespace Daytona.Snapshots;

/// <summary>What a snapshot was built from.</summary>
public sealed class BuildInfo
{
    /// <summary>The Dockerfile's text; null where the service does not say.</summary>
    public string? DockerfileContent { get; init; }

    /// <summary>The hashes of the build contexts; null or empty where there were none.</summary>
    public string[]? ContextHashes { get; init; }

    /// <summary>When this Dockerfile with these contexts was first built, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When the build was last used, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The image that the build made, in the service's own registry.</summary>
    public string? SnapshotRef { get; init; }

    /// <summary>The image that the build made.</summary>
    /// <returns><see cref="SnapshotRef"/>.</returns>
    public override string ToString() => SnapshotRef ?? "";
}
