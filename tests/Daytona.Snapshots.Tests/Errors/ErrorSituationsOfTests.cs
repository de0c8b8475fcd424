namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Errors of tests of snapshots.</summary>
internal static class ErrorSituationsOfTests
{
    public static IReadOnlyList<ErrorSituation> All { get; } =
    [
        new("SnapshotTestFailed", "A command of the test fails", "Test-DaytonaSnapshot app pytest", static server =>
        {
            server.AddSnapshot("app");
            server.Toolbox.Add("pytest", exitCode: 1, output: "collected 2 items\n1 failed\n");
        }),
        new("SnapshotTestFailed", "No sandbox starts from the snapshot", "Test-DaytonaSnapshot app", static server =>
        {
            server.AddSnapshot("app");
            server.Options.SandboxPlan = static (_, plan) => plan with { Failure = "exec: no such file or directory" };
        }),
        new("SnapshotTestFailed", "The test does not end within -Timeout", "Test-DaytonaSnapshot app pytest -Timeout 100", static server =>
        {
            server.AddSnapshot("app");
            // The toolbox's response when the time is up.
            server.Faults.Add(ErrorSituations.Reply(408, "command execution timeout") with { Path = "*/process/execute" });
        }),
        new("SnapshotTestFailed", "A new snapshot fails the test of a replacement", "Set-DaytonaSnapshot app alpine:3.21 -TestCommand pytest", static server =>
        {
            server.AddSnapshot("app");
            server.Toolbox.Add("pytest", exitCode: 1, output: "1 failed\n");
        }),
        new("ToolboxUnavailable", "The host that runs commands in sandboxes can't be reached", "Test-DaytonaSnapshot app pytest", static server =>
        {
            server.AddSnapshot("app");
            server.Options.ToolboxAddress = "http://127.0.0.1:9/toolbox";
        }),
        new("ResourceLimitExceeded", "There is no room for the sandbox of a test", "Test-DaytonaSnapshot app", static server =>
        {
            server.AddSnapshot("app");
            server.Faults.Add(ErrorSituations.Reply(400, "Total CPU limit exceeded. Maximum allowed: 10.") with { Method = "POST", Path = "/api/sandbox" });
        }),
    ];
}
