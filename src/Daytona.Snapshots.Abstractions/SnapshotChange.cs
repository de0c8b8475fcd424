namespace Daytona.Snapshots;

/// <summary>What a definition changes, or would change, about a snapshot.</summary>
public sealed record SnapshotChange
{
    /// <summary>The snapshot's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it takes.</summary>
    public required SnapshotAction Action { get; init; }

    /// <summary>What differs between the snapshot and its definition; empty for an action other than replace or enable.</summary>
    public IReadOnlyList<SnapshotDifference> Differences { get; init; } = [];

    /// <summary>Whether the change was made; false for a plan, for a change that was declined or failed, and if there was nothing to change.</summary>
    public bool Applied { get; init; }

    /// <summary>The snapshot after the change, or as it was found; null if there is none.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>Why the change failed; null if it did not.</summary>
    public DaytonaException? Failure { get; init; }

    /// <summary>The change in one line, such as <c>Replace app:v1 (Cpu: 1 -> 2)</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString() =>
        $"{Action} {DisplayText.Clean(Name)}" + (Differences.Count > 0 ? $" ({string.Join(", ", Differences)})" : "");
}
