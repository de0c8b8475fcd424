using System.Management.Automation;

namespace Daytona.Snapshots.Display;

/// <summary>The columns of snapshots that have colours, or that several properties make.</summary>
public static class SnapshotView
{
    /// <summary>The state in its colour.</summary>
    /// <param name="snapshot">A snapshot, perhaps a deserialized one.</param>
    /// <param name="engine">The shell that shows it.</param>
    /// <returns>The state, with colour if the shell shows colours.</returns>
    public static string State(PSObject snapshot, EngineIntrinsics engine)
    {
        string state = TextOf(snapshot, nameof(Snapshot.State));
        if (IsGeneral(snapshot)) return TerminalStyle.Of(engine).Dim(state);
        return TerminalStyle.Of(engine).Foreground(state, state switch
        {
            SnapshotState.Active => "Green",
            SnapshotState.Error or SnapshotState.BuildFailed => "Red",
            SnapshotState.Inactive => "BrightBlack",
            _ => "Yellow",
        });
    }

    /// <summary>The name, dimmed and marked if it is a general snapshot.</summary>
    /// <param name="snapshot">A snapshot, perhaps a deserialized one.</param>
    /// <param name="engine">The shell that shows it.</param>
    /// <returns>The name.</returns>
    public static string Name(PSObject snapshot, EngineIntrinsics engine)
    {
        string name = TextOf(snapshot, nameof(Snapshot.Name));
        return IsGeneral(snapshot) ? TerminalStyle.Of(engine).Dim($"{name} (general)") : name;
    }

    /// <summary>A text of a row, dimmed if it is that of a general snapshot.</summary>
    /// <param name="snapshot">A snapshot, perhaps a deserialized one.</param>
    /// <param name="engine">The shell that shows it.</param>
    /// <param name="text">The text of the column.</param>
    /// <returns>The text.</returns>
    public static string Cell(PSObject snapshot, EngineIntrinsics engine, string text) =>
        IsGeneral(snapshot) ? TerminalStyle.Of(engine).Dim(text) : text;

    /// <summary>The source of the snapshot.</summary>
    /// <param name="snapshot">A snapshot, perhaps a deserialized one.</param>
    /// <returns>The image, <c>(built)</c>, <c>(captured)</c> or nothing.</returns>
    public static string Source(PSObject snapshot)
    {
        if (TextOf(snapshot, nameof(Snapshot.ImageName)) is { Length: > 0 } image) return image;
        if (ValueOf(snapshot, nameof(Snapshot.BuildInfo)) is not null) return "(built)";
        return TextOf(snapshot, nameof(Snapshot.SourceSandboxId)).Length > 0 ? "(captured)" : "";
    }

    private static bool IsGeneral(PSObject snapshot) => ValueOf(snapshot, nameof(Snapshot.General)) is true;

    private static string TextOf(PSObject snapshot, string property) => ViewText.Clean(ValueOf(snapshot, property));

    private static object? ValueOf(PSObject snapshot, string property) => snapshot.Properties[property]?.Value;
}
