namespace Daytona.Snapshots;

/// <summary>A change that makes, or would make, a snapshot match its definition.</summary>
public sealed record SnapshotChange
{
    /// <summary>The snapshot's name.</summary>
    public required string Name { get; init; }

    /// <summary>The action.</summary>
    public required SnapshotAction Action { get; init; }

    /// <summary>The differences between the snapshot and its definition; empty for an action other than replace or enable.</summary>
    public IReadOnlyList<SnapshotDifference> Differences { get; init; } = [];

    /// <summary>Whether the change was made. False for a plan, for a change that was declined or failed, and if nothing differs.</summary>
    public bool Applied { get; init; }

    /// <summary>The snapshot after the change, or as it was found; null if there is none.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The error; null if the change did not fail.</summary>
    public DaytonaException? Failure { get; init; }

    /// <summary>The change in one line, such as <c>Replace app:v1 (Cpu: 1 -> 2)</c>.</summary>
    public override string ToString() =>
        $"{Action} {DisplayText.Clean(Name)}" + (Differences.Count > 0 ? $" ({string.Join(", ", Differences)})" : "");
}

/// <summary>The action that makes a snapshot match its definition.</summary>
public enum SnapshotAction
{
    /// <summary>None: the snapshot already matches its definition.</summary>
    None,

    /// <summary>The snapshot is created.</summary>
    Create,

    /// <summary>The snapshot is replaced, because it differs from the definition or has failed.</summary>
    Replace,

    /// <summary>The snapshot is enabled, because it is inactive and does not differ otherwise.</summary>
    Enable,

    /// <summary>The snapshot is removed, because it is not in the list of definitions.</summary>
    Remove,
}

/// <summary>A property in which a snapshot differs from its definition.</summary>
/// <param name="Property">The property, such as <c>ImageName</c>, <c>Dockerfile</c> or <c>Cpu</c>.</param>
/// <param name="OldValue">The snapshot's value as text; empty if it has none.</param>
/// <param name="NewValue">The definition's value as text; empty if it has none.</param>
public sealed record SnapshotDifference(string Property, string OldValue, string NewValue)
{
    private const int MaxLength = 60;

    /// <summary>The difference in one line, such as <c>Cpu: 1 -> 2</c>. For a text of several lines, the first line that differs.</summary>
    public override string ToString()
    {
        string[] oldLines = OldValue.Split('\n');
        string[] newLines = NewValue.Split('\n');
        int first = 0;
        while (first < oldLines.Length && first < newLines.Length && oldLines[first] == newLines[first]) first++;
        string place = oldLines.Length > 1 || newLines.Length > 1 ? $" (line {first + 1})" : "";
        return DisplayText.Clean($"{Property}{place}: {LineOf(oldLines, first)} -> {LineOf(newLines, first)}");
    }

    private static string LineOf(string[] lines, int index)
    {
        string line = index < lines.Length ? lines[index].Trim() : "";
        return line.Length == 0 ? "(none)" : line.Length <= MaxLength ? line : line.Substring(0, MaxLength - 3) + "...";
    }
}
