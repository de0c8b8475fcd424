namespace Daytona.Snapshots;

/// <summary>The Dockerfile and the contexts that a snapshot was built from.</summary>
public sealed class BuildInfo
{
    /// <summary>The Dockerfile's text, or null if the service does not send it.</summary>
    public string? DockerfileContent { get; init; }

    /// <summary>The hashes of the build contexts; null or empty if there are none.</summary>
    public string[]? ContextHashes { get; init; }

    /// <summary>When this Dockerfile with these contexts was first built, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When the build was last used, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The image that the build produced, in the service's own registry.</summary>
    public string? SnapshotRef { get; init; }

    /// <summary>The image that the build produced.</summary>
    /// <returns><see cref="SnapshotRef"/>.</returns>
    public override string ToString() => SnapshotRef ?? "";
}
