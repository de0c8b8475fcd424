namespace Daytona.Snapshots.Client.Notifications;

/// <summary>A notification of the service about a snapshot. The snapshot may have changed again since it was sent.</summary>
/// <param name="Snapshot">The current snapshot. Has no ID if it was removed, because the service omits it.</param>
/// <param name="OldState">The previous state; null for a new snapshot.</param>
/// <param name="IsRemoval">Whether the snapshot was removed.</param>
internal sealed record SnapshotNotification(Snapshot Snapshot, string? OldState, bool IsRemoval);
