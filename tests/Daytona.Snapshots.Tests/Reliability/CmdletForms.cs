namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>The commands of the matrix, and what makes their outcomes true.</summary>
internal static class CmdletForms
{
    private const string Timeout = "-Timeout 3";

    // Lookups take one or two requests; -Timeout is followed by one last read of up to 2 s, an update by the removal of what it
    // has built, of up to 10 s. The rest is for a slow machine.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan OfRequests = (3 * Cell.OperationTimeout) + Slack;
    private static readonly TimeSpan OfTimeout = TimeSpan.FromSeconds(3 + 2) + Slack;
    private static readonly TimeSpan OfUpdate = TimeSpan.FromSeconds(3 + 2 + 10) + Slack;

    // Errors that do not say whether the change was made.
    private static readonly string[] OpenEnds =
    [
        "SnapshotTimeout", "ConnectionTimeout", "ConnectionBroken", "UnexpectedResponse", "ServiceUnavailable", "ServiceFailed", "NotDaytona",
    ];

    private static readonly CmdletForm[] OfAllRequests =
    [
        new("Get", "Get-DaytonaSnapshot", OfRequests, static (cell, outcome) => Lists(cell, outcome, static _ => true)),
        new("Get name", "Get-DaytonaSnapshot ready", OfRequests, static (_, outcome) => Returns(outcome, "ready")),
        new("Get wildcard", "Get-DaytonaSnapshot r*", OfRequests, static (cell, outcome) => Lists(cell, outcome, static name => name[0] == 'r')),
        new("New image", $"New-DaytonaSnapshot new alpine:3.20 {Timeout}", OfTimeout, static (cell, outcome) => Creates(cell, outcome, "active")),
        new("New Dockerfile", $"New-DaytonaSnapshot new -Dockerfile '{{dockerfile}}' {Timeout}", OfTimeout, static (cell, outcome) => Creates(cell, outcome, "active")),
        new("New NoWait", $"New-DaytonaSnapshot new alpine:3.20 -NoWait {Timeout}", OfTimeout, static (cell, outcome) => Creates(cell, outcome, null)),
        new("New IfNotExists", $"New-DaytonaSnapshot ready alpine:3.20 -IfNotExists {Timeout}", OfTimeout, static (_, outcome) => Returns(outcome, "ready")),
        new("Update", $"Update-DaytonaSnapshot ready alpine:3.21 {Timeout}", OfUpdate, Updates),
        new("Remove", $"Remove-DaytonaSnapshot ready {Timeout}", OfTimeout, static (cell, outcome) => Changes(cell, outcome, "ready", Cell.Gone)),
        new("Remove Wait", $"Remove-DaytonaSnapshot ready -Wait {Timeout}", OfTimeout, static (cell, outcome) => Changes(cell, outcome, "ready", Cell.Gone)),
        new("Enable", $"Enable-DaytonaSnapshot off {Timeout}", OfTimeout, static (cell, outcome) => Changes(cell, outcome, "off", "active", "pending", "pulling")),
        new("Enable Wait", $"Enable-DaytonaSnapshot off -Wait {Timeout}", OfTimeout, static (cell, outcome) => Changes(cell, outcome, "off", "active")),
        new("Disable", $"Disable-DaytonaSnapshot ready {Timeout}", OfTimeout, static (cell, outcome) => Changes(cell, outcome, "ready", "inactive")),
        new("Wait", $"Wait-DaytonaSnapshot late {Timeout}", OfTimeout, static (cell, outcome) =>
            Returns(outcome, "late") ?? (Succeeds(outcome) && cell.StateOf("late") != "active" ? "it is not active" : null)),
        new("Watch", "Watch-DaytonaSnapshot ready " + Timeout, OfTimeout, static (_, outcome) =>
            outcome.Output.Count > 0 ? "nothing has changed" : null),
        new("Log", "Get-DaytonaSnapshotLog built", OfRequests, Reads) { NeedsBuild = true },
        new("Log Follow", "Get-DaytonaSnapshotLog built -Follow", OfRequests, Reads) { NeedsBuild = true },
        new("Connect", "Connect-Daytona -ApiKey $key -ApiUrl $url -OperationTimeout 2", OfRequests, static (_, outcome) =>
            Succeeds(outcome) == (outcome.Output.Count == 1) ? null : "there is a connection and an error, or neither"),
    ];

    /// <summary>
    /// All forms. Those that change something come again with faults of the change itself: a fault of all requests
    /// would end the lookup before it.
    /// </summary>
    public static IReadOnlyList<CmdletForm> All { get; } =
    [
        .. OfAllRequests,
        .. Of("POST", "New image", "New Dockerfile", "New NoWait", "New IfNotExists", "Update", "Enable", "Enable Wait", "Disable"),
        .. Of("DELETE", "Update", "Remove", "Remove Wait"),
    ];

    private static IEnumerable<CmdletForm> Of(string method, params string[] names) => names.Select(
        name => OfAllRequests.Single(form => form.Name == name) with { Name = $"{name} ({method})", Method = method });

    private static bool Succeeds(Outcome outcome) => outcome.End is null && outcome.Errors.Count == 0;

    private static string? Lists(Cell cell, Outcome outcome, Func<string, bool> isWanted) =>
        Succeeds(outcome) && !outcome.Names.Order().SequenceEqual(cell.Names.Where(isWanted).Order())
            ? $"it returned {string.Join(", ", outcome.Names)}"
            : null;

    private static string? Returns(Outcome outcome, string name) =>
        Succeeds(outcome) != outcome.Names is [var only] || (Succeeds(outcome) && outcome.Names[0] != name)
            ? $"it returned {outcome.Output.Count} objects"
            : null;

    private static string? Creates(Cell cell, Outcome outcome, string? state)
    {
        string now = cell.StateOf("new");
        bool exists = now != Cell.Gone;
        if (Succeeds(outcome)) return !exists || (state is not null && now != state) ? $"the snapshot is {now}" : Returns(outcome, "new");
        bool isOpen = IdsOf(outcome).All(static id => id is "SnapshotTimeout" or "SnapshotMayExist");
        return exists && !isOpen ? $"the snapshot exists and is {now}" : null;
    }

    private static string? Updates(Cell cell, Outcome outcome)
    {
        bool isNew = cell.Server.Find("ready")?.ImageName == "alpine:3.21";
        bool hasLeft = cell.Names.Any(static name => name.Contains(".update-", StringComparison.Ordinal));
        bool isIncomplete = IdsOf(outcome).Contains("SnapshotUpdateIncomplete");
        if (Succeeds(outcome)) return isNew && cell.StateOf("ready") == "active" ? null : "the new one is not active";
        if (!isIncomplete && (isNew || cell.StateOf("ready") != "active")) return "the old one is not as it was";
        return hasLeft && !isIncomplete && outcome.Warnings.Count == 0 ? "the temporary one is left without a warning" : null;
    }

    private static string? Changes(Cell cell, Outcome outcome, string name, params string[] states)
    {
        bool isDone = states.Contains(cell.StateOf(name));
        if (Succeeds(outcome)) return isDone ? null : $"the snapshot is {cell.StateOf(name)}";
        return isDone && !IdsOf(outcome).All(OpenEnds.Contains) ? "it was done" : null;
    }

    private static string? Reads(Cell cell, Outcome outcome) =>
        Succeeds(outcome) && !outcome.Names.SequenceEqual(cell.Log) ? $"it returned {outcome.Names.Count} of {cell.Log.Count} lines" : null;

    private static IEnumerable<string> IdsOf(Outcome outcome) => ReliabilityMatrix.ErrorsOf(outcome).Select(static error => error.FullyQualifiedErrorId.Split(',')[0]);
}
