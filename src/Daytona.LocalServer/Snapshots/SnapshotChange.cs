namespace Daytona.Local.Snapshots;

/// <summary>A change of a snapshot, with the snapshot at that time.</summary>
/// <param name="Kind">The name of the notification.</param>
/// <param name="OrganizationId">The organization that is notified.</param>
/// <param name="Name">The snapshot's name.</param>
/// <param name="OldState">The state before, if the state changed.</param>
/// <param name="NewState">The state after.</param>
/// <param name="Json">The snapshot in the shape that this notification carries.</param>
internal sealed record SnapshotChange(
    string Kind, string OrganizationId, string Name, string? OldState, string NewState, byte[] Json)
{
    public const string Created = "snapshot.created";
    public const string StateUpdated = "snapshot.state.updated";
    public const string Removed = "snapshot.removed";
}
