namespace Daytona.Snapshots;

/// <summary>The result of a creation.</summary>
/// <param name="Snapshot">The snapshot, active if it was waited for.</param>
/// <param name="Created">Whether this call created it; false for a snapshot that already existed.</param>
public sealed record SnapshotCreation(Snapshot Snapshot, bool Created)
{
    /// <summary>The failed snapshot that this call removed first; null if it removed none.</summary>
    public Snapshot? Replaced { get; init; }
}

/// <summary>A snapshot that was created from an image of this machine.</summary>
/// <param name="Snapshot">The snapshot, active if it was waited for.</param>
/// <param name="Image">The image in the service's registry.</param>
public sealed record SnapshotPublication(Snapshot Snapshot, PublishedImage Image);
