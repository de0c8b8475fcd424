namespace Daytona.Snapshots;

/// <summary>A snapshot that was created from an image of this machine.</summary>
/// <param name="Snapshot">The snapshot, active if it was waited for.</param>
/// <param name="Image">The image in the service's registry.</param>
public sealed record SnapshotPublication(Snapshot Snapshot, PublishedImage Image);
