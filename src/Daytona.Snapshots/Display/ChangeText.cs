namespace Daytona.Snapshots.Display;

/// <summary>Describes changes to a person who confirms them.</summary>
internal static class ChangeText
{
    /// <summary>The action for ShouldProcess, such as <c>Replace snapshot (Cpu: 1 -> 2)</c>.</summary>
    public static string ActionOf(SnapshotChange change) =>
        $"{change.Action} snapshot" + (change.Differences.Count > 0 ? $" ({string.Join(", ", change.Differences)})" : "");
}
