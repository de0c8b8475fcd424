namespace Daytona.Snapshots.Commands;

/// <summary>How the creation of a snapshot has ended.</summary>
/// <param name="Name">The name it was created with.</param>
/// <param name="Snapshot">The snapshot as it was last read; null where it is gone.</param>
/// <param name="Failure">What the log of its build says of the failure; null where it says nothing, or nothing failed.</param>
internal sealed record CreationOutcome(string Name, Snapshot? Snapshot, BuildFailure? Failure)
{
    /// <summary>The snapshot, when sandboxes can start from it; null otherwise.</summary>
    public Snapshot? Active => Snapshot?.State == SnapshotState.Active ? Snapshot : null;
}
