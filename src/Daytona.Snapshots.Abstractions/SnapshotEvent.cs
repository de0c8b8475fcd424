namespace Daytona.Snapshots;

/// <summary>A change of a snapshot's state.</summary>
public sealed class SnapshotEvent
{
    /// <summary>The <see cref="NewState"/> of a snapshot that is gone. The service has no word for it.</summary>
    public const string Removed = "removed";

    /// <summary>When it was heard of, in local time.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The snapshot's name.</summary>
    public required string Name { get; init; }

    /// <summary>The state before; null for a snapshot that was created.</summary>
    public string? OldState { get; init; }

    /// <summary>The state since then, or <see cref="Removed"/>.</summary>
    public required string NewState { get; init; }

    /// <summary>The snapshot as it was then.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The change in words.</summary>
    /// <returns>The name and both states.</returns>
    public override string ToString() => OldState is null ? $"{Name}: {NewState}" : $"{Name}: {OldState} -> {NewState}";
}
