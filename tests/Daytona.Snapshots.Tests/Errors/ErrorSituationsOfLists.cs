namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Errors of definitions, and of lists of them.</summary>
internal static class ErrorSituationsOfLists
{
    private const string Sync = "Sync-DaytonaSnapshot snapshots.psd1";

    public static IReadOnlyList<ErrorSituation> All { get; } =
    [
        new("InvalidDefinition", "A list has a property that does not exist", "Sync-DaytonaSnapshot mistake.psd1"),
        new("InvalidDefinition", "The lines of a Dockerfile are piped", "'FROM alpine:3.20', 'RUN true' | New-DaytonaSnapshot app"),
        new("InvalidDefinition", "An object has no source", "[pscustomobject]@{ Name = 'app' } | New-DaytonaSnapshot"),
        new("InvalidPrefix", "-Prune has no prefix", $"{Sync} -Prune"),
        new("InvalidPrefix", "The prefix has wildcards", $"{Sync} -Prune -Prefix agents/*"),
        new("InvalidPrefix", "There is a prefix without -Prune", $"{Sync} -Prefix agents/"),
        new("EmptyDefinitionList", "The list to prune by is empty", "Sync-DaytonaSnapshot empty.psd1 -Prune -Prefix agents/"),
        new("ConfirmationUnavailable", "A shell that is not interactive would have to ask", $"{Sync} -Prune -Prefix agents/", static server =>
            server.AddSnapshot("agents/old", change: static it => it.CreatedAt = it.CreatedAt.AddHours(-1))) { IsInteractive = false },
        new("SyncIncomplete", "A snapshot of the list can't be created", $"{Sync} 3>$null", static server =>
            server.Options.Plan = static (snapshot, plan) => snapshot.Name == "agents/a" ? plan with { FinalState = "error", Failure = "no space left" } : plan),
    ];
}
