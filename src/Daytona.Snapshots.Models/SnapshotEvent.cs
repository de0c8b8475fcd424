namespace Daytona.Snapshots;

/// <summary>A change of a snapshot's state.</summary>
public sealed class SnapshotEvent
{
    /// <summary>The <see cref="NewState"/> of a snapshot that was removed. The service has no such state.</summary>
    public const string Removed = "removed";

    /// <summary>When the change was observed, in local time.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The snapshot's name.</summary>
    public required string Name { get; init; }

    /// <summary>The previous state; null for a new snapshot.</summary>
    public string? OldState { get; init; }

    /// <summary>The new state, or <see cref="Removed"/>.</summary>
    public required string NewState { get; init; }

    /// <summary>The snapshot at that time.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The change in one line.</summary>
    public override string ToString() => OldState is null ? $"{Name}: {NewState}" : $"{Name}: {OldState} -> {NewState}";
}
