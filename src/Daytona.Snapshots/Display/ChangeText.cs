namespace Daytona.Snapshots.Display;

/// <summary>Describes changes for confirmation.</summary>
internal static class ChangeText
{
    /// <summary>The action for ShouldProcess, such as <c>Replace snapshot (Cpu: 1 -> 2)</c>.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isTested">Whether a new snapshot is tested before it replaces the old one.</param>
    public static string ActionOf(SnapshotChange change, bool isTested) =>
        $"{change.Action} snapshot" +
        (change.Differences.Count > 0 ? $" ({string.Join(", ", change.Differences)})" : "") +
        (isTested && change.Action == SnapshotAction.Replace ? " after a test in a sandbox" : "");
}
