namespace Daytona.Snapshots;

/// <summary>A property in which a snapshot differs from its definition.</summary>
/// <param name="Property">The property, such as <c>ImageName</c>, <c>Dockerfile</c> or <c>Cpu</c>.</param>
/// <param name="OldValue">The snapshot's value as text; empty if it has none.</param>
/// <param name="NewValue">The definition's value as text; empty if it has none.</param>
public sealed record SnapshotDifference(string Property, string OldValue, string NewValue)
{
    private const int MaxLength = 60;

    /// <summary>The difference in one line, such as <c>Cpu: 1 -> 2</c>. Of a long text, the first line that differs.</summary>
    /// <returns>The line.</returns>
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
