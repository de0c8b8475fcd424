namespace Daytona.Snapshots;

/// <summary>A change of a snapshot's state.</summary>
/// <param name="Time">When the change was observed, in local time.</param>
/// <param name="Name">The snapshot's name.</param>
/// <param name="OldState">The previous state; null for a new snapshot.</param>
/// <param name="NewState">The new state, or <see cref="Removed"/>.</param>
/// <param name="Snapshot">The snapshot at that time.</param>
public sealed record SnapshotEvent(DateTime Time, string Name, string? OldState, string NewState, Snapshot Snapshot)
{
    /// <summary>The <see cref="NewState"/> of a snapshot that was removed. The service has no such state.</summary>
    public const string Removed = "removed";

    /// <summary>The change in one line.</summary>
    public override string ToString() => OldState is null ? $"{Name}: {NewState}" : $"{Name}: {OldState} -> {NewState}";
}
