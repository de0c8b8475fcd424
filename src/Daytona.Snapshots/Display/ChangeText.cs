namespace Daytona.Snapshots.Display;

/// <summary>Describes changes, for confirmation and afterwards.</summary>
internal static class ChangeText
{
    /// <summary>The action for ShouldProcess, such as <c>Replace snapshot (Cpu: 1 -> 2) after a test in a sandbox</c>.</summary>
    public static string ActionOf(SnapshotChange change, bool isTested) =>
        $"{change.Action} snapshot{DifferencesOf(change)}" + (isTested && change.Action == SnapshotAction.Replace ? " after a test in a sandbox" : "");

    /// <summary>The result of a change, such as <c>'app:v1' was replaced (Cpu: 1 -> 2).</c></summary>
    public static string ResultOf(SnapshotChange change) => change.Action == SnapshotAction.None
        ? $"'{change.Name}' is unchanged: it matches the definition."
        : $"'{change.Name}' was {change.Action.ToString().ToLowerInvariant()}d{DifferencesOf(change)}.";

    private static string DifferencesOf(SnapshotChange change) =>
        change.Differences.Count > 0 ? $" ({string.Join(", ", change.Differences)})" : "";
}
