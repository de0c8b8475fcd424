using System.Management.Automation;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>Compares what a command says with the state of the server. Each returns what is not so, or null.</summary>
internal static class OutcomeChecks
{
    // Errors that do not say whether the change was made.
    private static readonly string[] OpenEnds =
    [
        "SnapshotTimeout", "ConnectionTimeout", "ConnectionBroken", "UnexpectedResponse", "ServiceUnavailable", "ServiceFailed", "NotDaytona",
    ];

    public static bool Succeeds(Outcome outcome) => outcome.End is null && outcome.Errors.Count == 0;

    /// <summary>A success returns exactly the objects of these names.</summary>
    public static string? Lists(Outcome outcome, IEnumerable<string> names) =>
        Succeeds(outcome) && !outcome.Names.Order().SequenceEqual(names.Order()) ? $"it returned {string.Join(", ", outcome.Names)}" : null;

    /// <summary>A success, and nothing else, returns the one object of this name.</summary>
    public static string? Returns(Outcome outcome, string name) =>
        Succeeds(outcome) != outcome.Names is [var only] || (Succeeds(outcome) && outcome.Names[0] != name)
            ? $"it returned {outcome.Output.Count} objects"
            : null;

    /// <summary>A success has created <c>new</c>, and no error conceals that it exists.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="state">The state after a success; null for any.</param>
    public static string? Creates(Cell cell, Outcome outcome, string? state)
    {
        string now = cell.StateOf("new");
        bool exists = now != Cell.Gone;
        if (Succeeds(outcome)) return !exists || (state is not null && now != state) ? $"the snapshot is {now}" : Returns(outcome, "new");
        bool isOpen = IdsOf(outcome).All(id => id is "SnapshotTimeout" or "SnapshotMayExist" || (id == "SnapshotFailed" && now == "error"));
        return exists && !isOpen ? $"the snapshot exists and is {now}" : null;
    }

    /// <summary>A success has created <c>new</c> from the sandbox, and no error conceals that it exists.</summary>
    public static string? Captures(Cell cell, Outcome outcome) =>
        Succeeds(outcome) && cell.Server.Find("new")?.SourceSandboxId is null ? "it is not from the sandbox" : Creates(cell, outcome, "active");

    /// <summary>A success has seen a change of <c>late</c>, unless the fault makes all states equal or hides them.</summary>
    public static string? Watches(Cell cell, Outcome outcome)
    {
        string?[][] changes = [.. outcome.Output.Select(static it => new[] { it.Properties["Name"].Value as string, it.Properties["OldState"].Value as string, it.Properties["NewState"].Value as string })];
        if (changes.Any(static it => it[0] != "late" || it[1] == it[2])) return $"it saw {string.Join("; ", changes.Select(static it => string.Join(' ', it)))}";
        return Succeeds(outcome) && changes.Length == 0 && !cell.ChangesStates ? "it saw nothing" : null;
    }

    /// <summary>A success has replaced <c>ready</c>, and after an error the old one is as it was.</summary>
    public static string? Updates(Cell cell, Outcome outcome)
    {
        bool isNew = IsReplaced(cell);
        bool isIncomplete = IdsOf(outcome).Contains("SnapshotUpdateIncomplete");
        if (Succeeds(outcome)) return isNew && cell.StateOf("ready") == "active" ? null : "the new one is not active";
        if (!isIncomplete && (isNew || cell.StateOf("ready") != "active")) return "the old one is not as it was";
        return isIncomplete ? null : FindLeft(cell, outcome);
    }

    /// <summary>The command changes nothing.</summary>
    public static string? Keeps(Cell cell, Outcome outcome) => cell.HasChanges ? "it changed something" : Returns(outcome, "ready");

    /// <summary>Each change of the output was made, or else failed; a failure is an error at the end.</summary>
    public static string? Syncs(Cell cell, Outcome outcome)
    {
        foreach (PSObject change in outcome.Output)
        {
            string name = change.Properties["Name"].Value.ToString()!;
            var failure = change.Properties["Failure"].Value as Exception;
            bool isMade = name switch
            {
                "new" => cell.StateOf("new") == "active",
                "ready" => IsReplaced(cell) && cell.StateOf("ready") == "active",
                _ => cell.StateOf(name) == "active",
            };
            // 'red' is as the list says, and so does not change.
            bool exists = name switch { "new" => cell.StateOf(name) != Cell.Gone, "ready" => isMade, _ => false };
            if (failure is null && !isMade) return $"'{name}' is {cell.StateOf(name)}";
            if (failure is not null && exists && !IsOpen(failure)) return $"'{name}' has changed: {failure.GetType().Name} {failure.Message}";
            if (failure is not null && Succeeds(outcome)) return $"'{name}' has failed without an error";
        }

        if (Succeeds(outcome) != (outcome.Output.Count == 3 && outcome.Output.All(static change => change.Properties["Failure"].Value is null)))
            return $"it returned {outcome.Output.Count} changes";
        return outcome.Output.Count == 0 && (cell.StateOf("new") != Cell.Gone || IsReplaced(cell)) ? "it changed something" : FindLeft(cell, outcome);
    }

    /// <summary>A success has brought the snapshot into one of the states, and after an error it is not, unless the fault hides its state.</summary>
    public static string? Changes(Cell cell, Outcome outcome, string name, params string[] states) =>
        cell.ChangesStates && !Succeeds(outcome) ? null : Applies(outcome, states.Contains(cell.StateOf(name)), $"the snapshot is {cell.StateOf(name)}");

    /// <summary>A change was made after a success, and was not after an error that does not leave it open.</summary>
    public static string? Applies(Outcome outcome, bool isDone, string otherwise)
    {
        if (Succeeds(outcome)) return isDone ? null : otherwise;
        bool isOpen = IdsOf(outcome).All(OpenEnds.Contains) || outcome.Warnings.Any(static text => text.StartsWith("The service accepted", StringComparison.Ordinal));
        return isDone && !isOpen ? "it was done" : null;
    }

    /// <summary>A success, and nothing else, is the result of a test that has passed. No sandbox is left without a word.</summary>
    public static string? Passes(Cell cell, Outcome outcome)
    {
        bool hasPassed = outcome.Output is [var only] && only.Properties["Success"].Value is true;
        return Succeeds(outcome) != hasPassed ? "it returned another result" : FindSandbox(cell, outcome);
    }

    /// <summary>A sandbox that is left without a warning, or the warning of one that is not left.</summary>
    public static string? FindSandbox(Cell cell, Outcome outcome)
    {
        string? warning = outcome.Warnings.FirstOrDefault(static text => text.StartsWith("The sandbox 'snapshot-test-", StringComparison.Ordinal));
        if (cell.HasSandbox) return warning is null ? "a sandbox is left without a warning" : null;
        return warning?.Contains("could not be deleted", StringComparison.Ordinal) == true ? "the sandbox is deleted" : null;
    }

    /// <summary>A success has added the registry <c>new</c>, and an error says so if that is possible.</summary>
    public static string? AddsRegistry(Cell cell, Outcome outcome)
    {
        bool exists = cell.Server.Registries.Any(static it => it.Name == "new");
        if (Succeeds(outcome)) return exists ? Returns(outcome, "new") : "there is no registry";
        return exists && !TextsOf(outcome).Any(static text => text.Contains("may have been added", StringComparison.Ordinal)) ? "the registry exists" : null;
    }

    /// <summary>A success returns the whole log.</summary>
    public static string? Reads(Cell cell, Outcome outcome) =>
        Succeeds(outcome) && !outcome.Names.SequenceEqual(cell.Log) ? $"it returned {outcome.Names.Count} of {cell.Log.Count} lines" : null;

    /// <summary>The texts of the errors and warnings.</summary>
    public static IEnumerable<string> TextsOf(Outcome outcome) =>
        [.. ReliabilityRun.ErrorsOf(outcome).Select(static error => error.ToString()), .. outcome.Warnings];

    private static bool IsReplaced(Cell cell) => cell.Server.Find("ready") is { } ready && ready.Id != cell.Ready;

    private static string? FindLeft(Cell cell, Outcome outcome) =>
        cell.Names.Any(IsTemporary) && !TextsOf(outcome).Any(IsTemporary)
            ? "the temporary one is left without a warning"
            : null;

    private static bool IsTemporary(string text) => text.Contains(".update-", StringComparison.Ordinal);

    private static bool IsOpen(Exception failure) => failure.GetType().Name switch
    {
        "SnapshotTimeoutException" or "SnapshotUpdateException" => true,
        _ => PSObject.AsPSObject(failure).Properties["Failure"]?.Value?.ToString() == "MayExist",
    };

    private static IEnumerable<string> IdsOf(Outcome outcome) => ReliabilityRun.ErrorsOf(outcome).Select(static error => error.FullyQualifiedErrorId.Split(',')[0]);
}
