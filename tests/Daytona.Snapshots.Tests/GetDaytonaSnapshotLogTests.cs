using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaSnapshotLogTests : BuildTest
{
    private const string Steps = "FROM alpine:3.20\nRUN echo first\nRUN echo second\n";

    [Fact]
    public void A_log_is_returned_as_one_string_per_line()
    {
        Build(Steps);

        Outcome outcome = Run("Get-DaytonaSnapshotLog a").AssertSucceeded();

        Assert.All(outcome.Output, static line => Assert.IsType<string>(line.BaseObject));
        Assert.Equal(Written, outcome.Names);
        Assert.Contains("second", outcome.Names);
    }

    [Theory]
    [InlineData("Get-DaytonaSnapshot a | Get-DaytonaSnapshotLog")]
    [InlineData("(Get-DaytonaSnapshot a).Id | Get-DaytonaSnapshotLog")]
    [InlineData("Get-DaytonaSnapshotLog -Id (Get-DaytonaSnapshot a).Id")]
    [InlineData("[pscustomobject]@{ Name = 'a' } | Get-DaytonaSnapshotLog")]
    public void A_snapshot_is_accepted_in_every_form(string line)
    {
        Build(Steps);

        Assert.Equal(Written, Run(line).AssertSucceeded().Names);
    }

    [Fact]
    public void A_failed_build_has_a_log()
    {
        Build("FROM alpine:3.20\nRUN exit 7\n");

        Assert.Contains("exit code: 7", Run("Get-DaytonaSnapshotLog a").AssertSucceeded().Names[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Follow_a_running_build_returns_its_log_so_far()
    {
        HoldBuilds();
        Begin(Steps);

        Outcome outcome = Run("Get-DaytonaSnapshotLog a").AssertSucceeded();

        Assert.Equal(Written, outcome.Names);
        Assert.DoesNotContain("exporting", outcome.Names[^1], StringComparison.Ordinal);
    }

    // The service ends a followed log when the image is there, and never where the build fails.
    [Theory]
    [InlineData(Steps, "active")]
    [InlineData(Steps + "RUN exit 7\n", "error")]
    public void A_followed_log_is_complete_and_ends_with_the_build(string dockerfile, string state)
    {
        Server.Options.BuildTime = TimeSpan.FromMilliseconds(300);
        Begin(dockerfile);

        Outcome outcome = Run("Get-DaytonaSnapshotLog a -Follow -Verbose").AssertSucceeded();

        Assert.Equal(Written, outcome.Names);
        Assert.Equal(state, Server.Find("a")!.State);
        Assert.Equal($"'a' is {state}.", outcome.Verbose[^1]);
    }

    [Fact]
    public void A_log_can_be_followed_before_the_build_has_begun()
    {
        Server.Options.QueueTime = TimeSpan.FromMilliseconds(300);
        Create(Steps);

        Outcome outcome = Run("Get-DaytonaSnapshotLog a -Follow").AssertSucceeded();

        Assert.Equal(Written, outcome.Names);
    }

    [Fact]
    public void Following_a_finished_build_returns_its_log()
    {
        Build(Steps);

        Assert.Equal(Written, Run("Get-DaytonaSnapshotLog a -Follow").AssertSucceeded().Names);
    }

    [Theory]
    [InlineData(FaultKind.CloseDuring)]
    [InlineData(FaultKind.CutBody)]
    public void A_log_that_breaks_off_resumes_without_gaps_or_repetition(FaultKind kind)
    {
        Build(Steps);
        Server.Faults.Add(new Fault { Path = "/snapshots/*/build-logs", Kind = kind, Bytes = 50, Count = 1 });

        Assert.Equal(Written, Run("Get-DaytonaSnapshotLog a").AssertSucceeded().Names);
    }

    [Fact]
    public void Removing_the_snapshot_ends_a_followed_log()
    {
        HoldBuilds();
        Begin(Steps);
        Server.Faults.Add(new Fault
        {
            Method = "GET",
            Path = "/snapshots/*/build-logs",
            Kind = FaultKind.Meanwhile,
            Meanwhile = static server => server.Remove(server.Find("a")!),
        });

        // What was read of it by then is a matter of moments.
        Outcome outcome = Run("Get-DaytonaSnapshotLog a -Follow").AssertSucceeded();

        Assert.Equal(Written.Take(outcome.Names.Count), outcome.Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Follow")]
    public void An_image_that_was_not_built_has_no_log(string follow)
    {
        Server.AddSnapshot("a");

        ErrorRecord error = Run($"Get-DaytonaSnapshotLog a {follow}").AssertFailed("NoBuildLog", ErrorCategory.ObjectNotFound);

        Assert.Equal("'a' was not built from a Dockerfile and has no log.", error.ToString());
        Assert.Empty(LogRequests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Follow")]
    public void A_build_from_the_cache_has_no_log(string follow)
    {
        Build(Steps);
        Shell.Run("New-DaytonaSnapshot cached -Dockerfile Dockerfile").AssertSucceeded();

        ErrorRecord error = Run($"Get-DaytonaSnapshotLog cached {follow}").AssertFailed("NoBuildLog", ErrorCategory.ObjectNotFound);

        Assert.Equal("'cached' came from the service's build cache and has no log.", error.ToString());
        Assert.Empty(LogRequests);
    }

    [Fact]
    public void A_build_that_has_not_begun_has_no_log_yet()
    {
        Server.Options.QueueTime = Timeout.InfiniteTimeSpan;
        Create(Steps);

        ErrorRecord error = Run("Get-DaytonaSnapshotLog a").AssertFailed("NoBuildLog", ErrorCategory.ObjectNotFound);

        Assert.Equal("'a' is pending, and its build has not started. To wait for it, use -Follow.", error.ToString());
        Assert.Empty(LogRequests);
    }

    [Fact]
    public void A_log_that_the_service_lost_is_an_error_with_its_message()
    {
        Build(Steps);
        Server.Faults.Add(new Fault { Path = "/snapshots/*/build-logs", Kind = FaultKind.Answer, Status = 404 });

        Run("Get-DaytonaSnapshotLog a").AssertFailed("NoBuildLog", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void A_missing_snapshot_does_not_stop_the_others()
    {
        Build(Steps);

        Outcome outcome = Run("'no-such', 'a', 1 | Get-DaytonaSnapshotLog");

        Assert.Equal(Written, outcome.Names);
        Assert.Equal(["SnapshotNotFound", "NotASnapshot"], outcome.Errors.Select(static error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void Colors_are_kept_and_other_control_sequences_are_removed()
    {
        Server.Options.Plan = static (_, plan) => plan with
        {
            Log = ["\u001b[31mred\u001b[0m", "\u001b]0;title\u0007plain", "\u001b[2Jcleared\u001b[1A", "\u001b]52;c;cHduZWQ=\u001b\\clipboard", "bell\u0007"],
        };
        Build(Steps);

        Assert.Equal(
            ["\u001b[31mred\u001b[0m", "plain", "cleared", "clipboard", "bell"], Run("Get-DaytonaSnapshotLog a").AssertSucceeded().Names);
    }

    [Fact]
    public async Task Control_C_ends_a_followed_log()
    {
        HoldBuilds();
        Begin(Steps);
        Server.ClearRequests();

        await Shell.RunUntilAsync("Get-DaytonaSnapshotLog a -Follow", LogIsReadAsync());

        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Control_C_ends_the_wait_for_a_build_that_has_not_begun()
    {
        Server.Options.QueueTime = Timeout.InfiniteTimeSpan;
        Create(Steps);
        Server.ClearRequests();

        await Shell.RunUntilAsync(
            "Get-DaytonaSnapshotLog a -Follow",
            Server.WaitForRequestAsync(static request => request.Path.EndsWith("/build-logs-url", StringComparison.Ordinal), Cancelled));

        await AssertNothingRunsAsync();
    }

    [Theory]
    [InlineData("| Select-First")]
    [InlineData("| ForEach-Object { throw 'enough' }")]
    public async Task A_log_that_is_no_longer_read_is_abandoned(string downstream)
    {
        HoldBuilds();
        Begin(Steps);

        Outcome outcome = Run("Get-DaytonaSnapshotLog a -Follow " + downstream);

        Assert.True(outcome.Names is [var line] ? line == Written[0] : outcome.Error.ToString() == "enough");
        await AssertNothingRunsAsync();
    }

    /// <summary>What the builder has written by now.</summary>
    private string[] Written => Assert.Single(Server.Builds).Log.TrimEnd('\n').Split('\n');

    private void Create(string dockerfile)
    {
        Write("Dockerfile", dockerfile);
        Shell.Run("New-DaytonaSnapshot a -Dockerfile Dockerfile -NoWait").AssertSucceeded();
    }

    /// <summary>Creates one and waits for its builder.</summary>
    private void Begin(string dockerfile)
    {
        Create(dockerfile);
        Shell.Run("Wait-DaytonaSnapshot a -State building").AssertSucceeded();
    }

    private void Build(string dockerfile)
    {
        Create(dockerfile);
        Shell.Run("Wait-DaytonaSnapshot a -State active, error").AssertSucceeded();
    }
}
