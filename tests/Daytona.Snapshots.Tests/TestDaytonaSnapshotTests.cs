using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class TestDaytonaSnapshotTests : ShellTest
{
    /// <summary>The sandboxes that are not being deleted.</summary>
    private IEnumerable<LocalSandbox> Left => Server.Sandboxes.Where(static it => it.State != "destroying");

    [Fact]
    public void A_snapshot_that_passes_is_returned_with_its_result()
    {
        Server.AddSnapshot("a");
        Server.Toolbox.Add("python -c \"import numpy\"", output: "ok\n");

        PSObject result = Run("Test-DaytonaSnapshot a -Command 'python -c \"import numpy\"'").AssertSucceeded().Single;

        Assert.Equal("a", result.Properties["Snapshot"].Value.ToString());
        Assert.Equal((true, 0, "ok\n"), (result.Properties["Success"].Value, result.Properties["ExitCode"].Value, result.Properties["Output"].Value));
        Assert.Single((IEnumerable)result.Properties["Commands"].Value);
        Assert.Empty(Left);
    }

    [Fact]
    public void A_snapshot_that_fails_is_returned_and_an_error()
    {
        Server.AddSnapshot("a");
        Server.Toolbox.Add("pytest", exitCode: 1, output: "collected 2\n1 failed\n");

        Outcome outcome = Run("Test-DaytonaSnapshot a pytest");

        ErrorRecord error = outcome.AssertFailed("SnapshotTestFailed", ErrorCategory.InvalidResult);
        Assert.Equal("'a' failed its test: 'pytest' ended with exit code 1. Its output: collected 2 1 failed.", error.ToString());
        Assert.Equal(false, outcome.Single.Properties["Success"].Value);
    }

    [Theory]
    [InlineData("POST", "/api/sandbox", 403)]
    [InlineData("POST", "/toolbox/*", 503)]
    public void A_filter_does_not_take_a_snapshot_that_was_not_tested(string method, string path, int status)
    {
        Server.AddSnapshot("a");
        Server.Faults.Add(new Fault { Method = method, Path = path, Kind = FaultKind.Answer, Status = status, Nth = null });

        Outcome outcome = Run("Get-DaytonaSnapshot a | Where-Object { -not (Test-DaytonaSnapshot $_ true -Quiet -Timeout 5) } | Remove-DaytonaSnapshot");

        Assert.NotEmpty(outcome.Errors);
        Assert.Equal("active", Server.Find("a")!.State);
    }

    [Fact]
    public void Quiet_returns_only_whether_it_passed()
    {
        Server.AddSnapshot("good");
        Server.AddSnapshot("start-fail");

        Assert.Equal([true, false], Run("'good', 'start-fail' | Test-DaytonaSnapshot -Quiet -ThrottleLimit 1").AssertSucceeded().Output.Select(static it => (bool)it.BaseObject));
    }

    [Fact]
    public void Success_follows_the_exit_status_of_the_shell()
    {
        Server.AddSnapshot("good");
        Server.AddSnapshot("start-fail");

        Outcome outcome = Run("$null = Test-DaytonaSnapshot good; $?; $null = Test-DaytonaSnapshot start-fail -ErrorAction SilentlyContinue; $?");

        Assert.Equal([true, false], outcome.Output.Select(static it => (bool)it.BaseObject));
    }

    [Fact]
    public void A_script_block_is_run_by_the_shell_of_the_sandbox()
    {
        Server.AddSnapshot("a");
        Server.Toolbox.Add("make test", output: "ok");

        PSObject result = Run("Test-DaytonaSnapshot a -Shell { cd '/app'; make test }").AssertSucceeded().Single;

        Assert.Equal("ok", result.Properties["Output"].Value);
    }

    [Theory]
    [InlineData("Test-DaytonaSnapshot a -Command 'exit 1'", "'exit' is built into shells and is not a program.")]
    [InlineData("Test-DaytonaSnapshot a -Command 'true && false'", "has '&' outside of quotes, and a command runs without a shell.")]
    [InlineData("Test-DaytonaSnapshot a -Command ' '", "A command is blank.")]
    [InlineData("Test-DaytonaSnapshot a -Shell ' '", "The script is blank.")]
    [InlineData("Test-DaytonaSnapshot a -Shell ('a' * 140000)", "more than 128 KiB")]
    [InlineData("Set-DaytonaSnapshot a alpine:3.21 -TestCommand 'cd /'", "'cd' is built into shells")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.21' } | Sync-DaytonaSnapshot -TestCommand 'cd /'", "'cd' is built into shells")]
    public void A_command_that_would_not_run_is_refused(string command, string problem)
    {
        Server.AddSnapshot("a");

        Outcome outcome = Run(command);

        Assert.Contains(problem, outcome.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_script_that_fails_is_shown_as_it_was_written()
    {
        Server.AddSnapshot("a");
        Server.Toolbox.Add("sh -c *", exitCode: 4);

        Outcome outcome = Run("Test-DaytonaSnapshot a -Shell { make test }");

        Assert.Equal("'a' failed its test: 'make test' ended with exit code 4.", outcome.AssertFailed("SnapshotTestFailed", ErrorCategory.InvalidResult).ToString());
        object command = Assert.Single(((IEnumerable)outcome.Single.Properties["Commands"].Value).Cast<object>());
        Assert.Equal("make test", new PSObject(command).Properties["Command"].Value);
    }

    [Fact]
    public void The_output_in_an_error_is_that_of_the_failed_command()
    {
        Server.AddSnapshot("a");
        Server.Toolbox.Add("first", exitCode: 1, output: "one");
        Server.Toolbox.Add("second", exitCode: 2, output: "two");

        ErrorRecord error = Run("Test-DaytonaSnapshot a first, second").AssertFailed("SnapshotTestFailed", ErrorCategory.InvalidResult);

        Assert.Equal("'a' failed its test: 'first' ended with exit code 1. Its output: one.", error.ToString());
    }

    [Fact]
    public void Two_failures_among_twenty_in_parallel_are_reported()
    {
        for (int number = 1; number <= 20; number++) Server.AddSnapshot($"s{number}");
        Server.Toolbox.Add(new ToolboxRule { Snapshot = "s7", ExitCode = 7 });
        Server.Toolbox.Add(new ToolboxRule { Snapshot = "s13", ExitCode = 13 });
        Server.Toolbox.Add("true");

        Outcome outcome = Run("Get-DaytonaSnapshot s* | Test-DaytonaSnapshot -Command true");

        Assert.Equal(["s13", "s7"], outcome.Errors.Select(static error => error.TargetObject.ToString()).Order());
        Assert.Equal(18, outcome.Output.Count(static it => it.Properties["Success"].Value is true));
        Assert.Equal(20, Changes.Count(static change => change == "POST /api/sandbox"));
        Assert.Empty(Left);
    }

    [Fact]
    public void A_wildcard_leaves_out_general_snapshots()
    {
        AddGeneral("ubuntu");
        Server.AddSnapshot("mine");

        Assert.Equal("mine", Run("Test-DaytonaSnapshot *").AssertSucceeded().Single.Properties["Snapshot"].Value.ToString());
    }

    [Fact]
    public void A_name_without_a_match_is_an_error_also_when_quiet()
    {
        Run("Test-DaytonaSnapshot nosuch -Quiet").AssertFailed("SnapshotNotFound", ErrorCategory.ObjectNotFound);

        Assert.Equal("caught", Run("try { Test-DaytonaSnapshot nosuch -Quiet } catch { 'caught' }").AssertSucceeded().Single.BaseObject);
    }

    [Fact]
    public void WhatIf_starts_no_sandbox()
    {
        Server.AddSnapshot("a");

        Assert.Empty(Run("Test-DaytonaSnapshot a -WhatIf").AssertSucceeded().Output);

        Assert.Empty(Changes);
    }

    [Fact]
    public void A_missing_permission_of_a_key_is_named()
    {
        Server.AddSnapshot("a");
        Shell.UseConnection(Connect(Shell, Server.AddApiKey("reader").Value));

        ErrorRecord error = Run("Test-DaytonaSnapshot a").AssertFailed("PermissionMissing", ErrorCategory.PermissionDenied);

        Assert.Contains("write:sandboxes for 'a'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_toolbox_that_can_not_be_reached_is_an_error_of_its_own()
    {
        Server.AddSnapshot("a");
        Server.Options.ToolboxAddress = "http://127.0.0.1:9/toolbox";

        Assert.Empty(Run("Test-DaytonaSnapshot a true | Where-Object Success").Output);
        Run("Test-DaytonaSnapshot a true").AssertFailed("ToolboxUnavailable", ErrorCategory.ResourceUnavailable);
        Assert.Empty(Left);
    }

    [Fact]
    public async Task Control_C_deletes_the_sandbox()
    {
        Server.AddSnapshot("a");
        Server.Toolbox.Add(new ToolboxRule { Duration = Timeout.InfiniteTimeSpan });
        Task<RecordedRequest> running = Server.WaitForRequestAsync(
            static request => request.Path.EndsWith("/process/execute", StringComparison.Ordinal), Cancelled);

        Outcome outcome = await Shell.RunUntilAsync("Test-DaytonaSnapshot a sleep", running);

        Assert.Empty(outcome.Output);
        await Server.WaitForSandboxesAsync(static sandboxes => sandboxes.Count == 0, Cancelled);
    }

    [Fact]
    public async Task Control_C_while_the_sandbox_starts_deletes_it_when_it_can()
    {
        Server.AddSnapshot("a");
        Server.Options.SandboxPlan = static (_, plan) => plan with { StartTime = Timeout.InfiniteTimeSpan };
        Task<RecordedRequest> starting = Server.WaitForRequestAsync(
            static request => request is { Method: "GET", IsFinished: true } && request.Path.StartsWith("/api/sandbox/", StringComparison.Ordinal), Cancelled);

        await Shell.RunUntilAsync("Test-DaytonaSnapshot a", starting);
        await Server.WaitForRequestAsync(static request => request is { Method: "DELETE", IsFinished: true }, Cancelled);
        Server.Change(Server.Sandboxes[0], static it => it.State = "started");

        await Server.WaitForSandboxesAsync(static sandboxes => sandboxes.Count == 0, Cancelled);
    }
}
