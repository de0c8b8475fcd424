namespace Daytona.Snapshots.Client.Notifications;

/// <summary>What the service tells of a snapshot. A hint: by the time it is heard, more may have happened.</summary>
/// <param name="Snapshot">The snapshot as it is now. Without an id where it was removed: the service leaves it out there.</param>
/// <param name="OldState">The state before; null for one that was created.</param>
/// <param name="IsRemoval">Whether the snapshot is gone.</param>
internal sealed record SnapshotNotice(Snapshot Snapshot, string? OldState, bool IsRemoval);
