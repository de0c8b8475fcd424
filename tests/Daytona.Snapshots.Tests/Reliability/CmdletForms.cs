using static Daytona.Snapshots.Tests.Reliability.OutcomeChecks;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>The commands of the matrix, and what makes their outcomes true.</summary>
internal static class CmdletForms
{
    private const string Timeout = "-Timeout 100";
    private const string Definitions = "@{ Name = 'new'; Image = 'alpine:3.20' }, @{ Name = 'ready'; Image = 'alpine:3.21' }, @{ Name = 'red'; Image = 'alpine:3.20' }";

    private static readonly string[] OfListings = ["total-", "page-"];
    private static readonly string[] OfWaits = ["channel-"];

    private static readonly CmdletForm[] OfAllRequests =
    [
        new("Get", "Get-DaytonaSnapshot", static (cell, outcome) => Lists(outcome, cell.Names)) { Parts = OfListings, OnlyReads = true },
        new("Get name", "Get-DaytonaSnapshot ready", static (_, outcome) => Returns(outcome, "ready")) { OnlyReads = true },
        new("Get wildcard", "Get-DaytonaSnapshot r*", static (cell, outcome) => Lists(outcome, cell.Names.Where(static name => name[0] == 'r')))
        {
            Parts = OfListings, OnlyReads = true,
        },
        new("New image", $"New-DaytonaSnapshot new alpine:3.20 {Timeout}", static (cell, outcome) => Creates(cell, outcome, "active")) { Parts = OfWaits },
        new("New Dockerfile", $"New-DaytonaSnapshot new -Dockerfile '{{dockerfile}}' {Timeout}", static (cell, outcome) => Creates(cell, outcome, "active"))
        {
            Parts = ["channel-", "log-", "storage-"],
        },
        new("New NoWait", $"New-DaytonaSnapshot new alpine:3.20 -NoWait {Timeout}", static (cell, outcome) => Creates(cell, outcome, null)),
        new("New capture", $"New-DaytonaSnapshot new -SandboxId box {Timeout}", Captures)
        {
            Parts = OfWaits, PrepareAsync = static cell => cell.AddSandboxAsync(),
        },
        new("New IfNotExists", $"New-DaytonaSnapshot ready alpine:3.20 -IfNotExists {Timeout}", static (_, outcome) => Returns(outcome, "ready")),
        new("Set new", $"Set-DaytonaSnapshot new alpine:3.20 {Timeout}", static (cell, outcome) => Creates(cell, outcome, "active"))
        {
            Parts = [.. OfListings, .. OfWaits],
        },
        new("Set changed", $"Set-DaytonaSnapshot ready alpine:3.21 {Timeout}", Updates) { Parts = OfWaits },
        new("Set Force", $"Set-DaytonaSnapshot ready alpine:3.20 -Force {Timeout}", Updates) { Parts = OfWaits },
        new("Set unchanged", $"Set-DaytonaSnapshot ready alpine:3.20 {Timeout}", Keeps),
        new("Sync", $"{Definitions} | Sync-DaytonaSnapshot {Timeout}", Syncs) { Parts = [.. OfListings, .. OfWaits] },
        new("Publish", $"Publish-DaytonaSnapshot new -Path '{{image}}' {Timeout}", static (cell, outcome) => Creates(cell, outcome, "active"))
        {
            Parts = ["channel-", "registry-"],
        },
        new("Test", $"Test-DaytonaSnapshot ready true {Timeout}", Passes) { Parts = ["channel-", "toolbox-"] },
        new("Remove", $"Remove-DaytonaSnapshot ready {Timeout}", static (cell, outcome) => Changes(cell, outcome, "ready", Cell.Gone)),
        new("Remove Wait", $"Remove-DaytonaSnapshot ready -Wait {Timeout}", static (cell, outcome) => Changes(cell, outcome, "ready", Cell.Gone))
        {
            Parts = OfWaits,
        },
        new("Enable", $"Enable-DaytonaSnapshot off {Timeout}", static (cell, outcome) => Changes(cell, outcome, "off", "active", "pending", "pulling")),
        new("Enable Wait", $"Enable-DaytonaSnapshot off -Wait {Timeout}", static (cell, outcome) => Changes(cell, outcome, "off", "active")) { Parts = OfWaits },
        new("Disable", $"Disable-DaytonaSnapshot ready {Timeout}", static (cell, outcome) => Changes(cell, outcome, "ready", "inactive")),
        new("Wait", $"Wait-DaytonaSnapshot late {Timeout}", static (cell, outcome) =>
            Returns(outcome, "late") ?? (Succeeds(outcome) && cell.StateOf("late") != "active" ? "it is not active" : null))
        {
            Parts = OfWaits, OnlyReads = true, MeanwhileAsync = static (cell, ended) => cell.ActivateAsync("late", ended),
        },
        new("Watch", $"Watch-DaytonaSnapshot late {Timeout} | Select-First", Watches)
        {
            Parts = [.. OfListings, .. OfWaits], OnlyReads = true, MeanwhileAsync = static (cell, ended) => cell.MoveAsync("late", ended),
        },
        new("Log", "Get-DaytonaSnapshotLog built", Reads) { Parts = ["log-"], OnlyReads = true, PrepareAsync = static cell => cell.BuildAsync() },
        new("Log Follow", "Get-DaytonaSnapshotLog built -Follow", Reads) { Parts = ["log-"], OnlyReads = true, PrepareAsync = static cell => cell.BuildAsync() },
        // Its client is its own, on the clock of the machine.
        new("Connect", "Connect-Daytona -ApiKey $key -ApiUrl $url -OperationTimeout $seconds", static (_, outcome) =>
            Succeeds(outcome) == (outcome.Output.Count == 1) ? null : "there is a connection and an error, or neither"),
        new("Get region", "Get-DaytonaRegion -Connection $connection", static (cell, outcome) => Lists(outcome, cell.Server.Regions.Select(static it => it.Name)))
        {
            Field = "**.id", OnlyReads = true,
        },
        new("Get organization", "Get-DaytonaOrganization -Usage -Connection $connection", static (cell, outcome) =>
            Lists(outcome, [cell.Server.DefaultOrganization.Name])) { Field = "**.id", NeedsUser = true, OnlyReads = true },
        OfRegistry("Get registry", "Get-DaytonaRegistry", static (_, outcome) => Lists(outcome, ["registry"])),
        OfRegistry("New registry", "New-DaytonaRegistry new https://registry.example.com $credential", AddsRegistry),
        OfRegistry("Set registry", "Set-DaytonaRegistry registry $credential -NewName changed", static (cell, outcome) =>
            Applies(outcome, cell.Server.Registries.Any(static it => it.Name == "changed"), "it has its old name")),
        OfRegistry("Remove registry", "Remove-DaytonaRegistry registry", static (cell, outcome) =>
            Applies(outcome, cell.Server.Registries.Count == 0, "the registry exists")),
    ];

    /// <summary>
    /// All forms. Those that take several requests come again with faults of some of the requests: a fault of all requests
    /// would end the lookup before them.
    /// </summary>
    public static IReadOnlyList<CmdletForm> All { get; } =
    [
        .. OfAllRequests,
        .. Of("POST", "New image", "New Dockerfile", "New NoWait", "New capture", "New IfNotExists", "Set Force", "Set new", "Set changed", "Sync", "Test", "Enable", "Enable Wait", "Disable"),
        .. Of("DELETE", "Set Force", "Set changed", "Sync", "Test", "Remove", "Remove Wait", "Remove registry"),
        .. Of("PATCH", "Set registry"),
        At("/api/docker-registry/*", Find("Publish") with { Field = "**.project" }),
        At("/v2/*", Find("Publish")),
        At("/toolbox/*", Find("Test")),
        At("/api/sandbox*", new CmdletForm(
            "Set TestCommand", $"Set-DaytonaSnapshot ready alpine:3.21 -TestCommand true {Timeout}", static (cell, outcome) =>
                Updates(cell, outcome) ?? FindSandbox(cell, outcome))),
        At("/api/organizations/*", Find("Get organization") with { Field = "**.currentSnapshotUsage" }),
    ];

    private static CmdletForm OfRegistry(string name, string line, Func<Cell, Outcome, string?> findFalseWord) =>
        new(name, line + " -Connection $connection", findFalseWord) { Field = "**.id", PrepareAsync = static cell => cell.AddRegistryAsync() };

    private static IEnumerable<CmdletForm> Of(string method, params string[] names) =>
        names.Select(name => Find(name) with { Name = $"{name} ({method})", Method = method });

    private static CmdletForm At(string path, CmdletForm form) => form with { Name = $"{form.Name} ({path.TrimEnd('*').TrimEnd('/')})", Path = path };

    private static CmdletForm Find(string name) => OfAllRequests.Single(form => form.Name == name);
}
