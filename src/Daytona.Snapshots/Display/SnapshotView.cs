namespace Daytona.Snapshots.Display;

/// <summary>
/// The columns of snapshots, also of deserialized ones, that have colours, or that several properties make. Text has colours only in a
/// shell that shows them.
/// </summary>
public static class SnapshotView
{
    private const string Dim = "Dim";

    /// <summary>The state in its colour.</summary>
    public static string State(PSObject snapshot, EngineIntrinsics engine)
    {
        string state = TextOf(snapshot, nameof(Snapshot.State));
        return Paint(state, engine, IsGeneral(snapshot) ? Dim : state switch
        {
            SnapshotState.Active => "Green",
            SnapshotState.Error or SnapshotState.BuildFailed => "Red",
            SnapshotState.Inactive => "BrightBlack",
            _ => "Yellow",
        });
    }

    /// <summary>The name, dimmed and marked if it is a general snapshot.</summary>
    public static string Name(PSObject snapshot, EngineIntrinsics engine)
    {
        string name = TextOf(snapshot, nameof(Snapshot.Name));
        return Cell(snapshot, engine, IsGeneral(snapshot) ? $"{name} (general)" : name);
    }

    /// <summary>A text of a row, dimmed if it is that of a general snapshot.</summary>
    public static string Cell(PSObject snapshot, EngineIntrinsics engine, string text) => IsGeneral(snapshot) ? Paint(text, engine, Dim) : text;

    /// <summary>The source of the snapshot: the image, <c>(built)</c>, <c>(captured)</c> or nothing.</summary>
    public static string Source(PSObject snapshot)
    {
        if (TextOf(snapshot, nameof(Snapshot.ImageName)) is { Length: > 0 } image) return image;
        if (ValueOf(snapshot, nameof(Snapshot.BuildInfo)) is not null) return "(built)";
        return TextOf(snapshot, nameof(Snapshot.SourceSandboxId)).Length > 0 ? "(captured)" : "";
    }

    // With the styles of $PSStyle, which Windows PowerShell does not have.
    private static string Paint(string text, EngineIntrinsics engine, string style)
    {
        object? styles = engine.SessionState.PSVariable.GetValue("PSStyle");
        if (styles is null || text.Length == 0 || ValueOf(styles, "OutputRendering")?.ToString() == "PlainText") return text;
        object? start = style == Dim ? ValueOf(styles, Dim) ?? "\u001b[2m" : ValueOf(ValueOf(styles, "Foreground"), style);
        return start is null ? text : $"{start}{text}{ValueOf(styles, "Reset")}";
    }

    private static bool IsGeneral(PSObject snapshot) => ValueOf(snapshot, nameof(Snapshot.General)) is true;

    private static string TextOf(PSObject snapshot, string property) => ViewText.Clean(ValueOf(snapshot, property));

    private static object? ValueOf(object? item, string property) => item is null ? null : PSObject.AsPSObject(item).Properties[property]?.Value;
}
