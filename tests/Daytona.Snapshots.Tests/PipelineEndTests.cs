using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>However a pipeline ends, nothing runs on. The server's requests show it: those held are given up, and no other comes.</summary>
public sealed class PipelineEndTests : ShellTest
{
    [Theory]
    [InlineData("| Select-First")]
    [InlineData("| ForEach-Object { throw 'enough' }")]
    public async Task A_listing_that_is_no_longer_read_cancels_its_requests(string downstream)
    {
        Fill(1000);
        HoldPagesAfterTheFirst();

        Outcome outcome = Run("Get-DaytonaSnapshot " + downstream);

        Assert.True(outcome.Output.Count == 1 || outcome.Error.ToString() == "enough");
        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Leaving_a_loop_cancels_the_requests_of_its_listing()
    {
        Fill(1000);
        HoldPagesAfterTheFirst();

        Assert.Equal(["s1000"], Run("foreach ($once in 1) { Get-DaytonaSnapshot | ForEach-Object { $_; break } }").AssertSucceeded().Names);

        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task ErrorAction_Stop_cancels_running_requests()
    {
        Server.AddSnapshot("a");
        Server.AddSnapshot("b", "error");
        Server.Faults.Add(new Fault { Path = "*/deactivate", Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });

        // The error comes while the other one is being disabled.
        Outcome outcome = Run("'a', 'b' | Disable-DaytonaSnapshot -ErrorAction Stop");

        Assert.Equal("SnapshotNotActive", outcome.Error.FullyQualifiedErrorId.Split(',')[0]);
        await AssertNothingRunsAsync();
    }

    [Theory]
    [InlineData("Wait-DaytonaSnapshot held")]
    [InlineData("New-DaytonaSnapshot held alpine:3.20 -IfNotExists")]
    [InlineData("Remove-DaytonaSnapshot held -Wait")]
    [InlineData("'held' | Wait-DaytonaSnapshot | ForEach-Object { $_ }")]
    public async Task Control_C_ends_a_wait(string line)
    {
        AccelerateClock();
        Server.AddSnapshot("held", "pulling");
        Server.Options.RemovalDelay = Timeout.InfiniteTimeSpan;

        Outcome outcome = await Shell.RunUntilAsync(line, RequestsAsync(4));

        Assert.Empty(outcome.Output);
        await AssertNobodyLooksAnyMoreAsync();
    }

    [Theory]
    [InlineData("Get-DaytonaSnapshot")]
    [InlineData("Get-DaytonaSnapshot held")]
    [InlineData("Wait-DaytonaSnapshot held")]
    [InlineData("New-DaytonaSnapshot new alpine:3.20")]
    [InlineData("Remove-DaytonaSnapshot held")]
    public async Task Control_C_ends_a_request_that_hangs(string line)
    {
        Server.AddSnapshot("held");
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });

        await Shell.RunUntilAsync(line, RequestsAsync(1));

        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Control_C_ends_a_wait_at_a_rate_limit()
    {
        Server.Faults.Add(Fault.RateLimited(seconds: 3600));

        Task stop = Server.WaitForRequestAsync(static request => request.IsFinished, Cancelled);
        await Shell.RunUntilAsync("Get-DaytonaSnapshot", stop);

        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_wrong_key_is_one_failed_login_and_ends_the_pipeline()
    {
        Shell.Set("wrong", Connect(Shell, "dtn_wrong"));

        Outcome outcome = Run("1..20 | ForEach-Object { \"s$_\" } | Remove-DaytonaSnapshot -Connection $wrong");

        ErrorRecord error = outcome.AssertFailed("CredentialRefused", ErrorCategory.AuthenticationError);
        Assert.StartsWith("127.0.0.1 refused the credential (Invalid credentials)", error.ToString(), StringComparison.Ordinal);
        Assert.Single(Requests);
        await AssertNothingRunsAsync();
    }

    private void Fill(int count)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddDays(-2);
        for (int number = 1; number <= count; number++)
        {
            DateTimeOffset at = start.AddMinutes(number);
            Server.AddSnapshot($"s{number:D4}", change: it => it.CreatedAt = at);
        }
    }

    private void HoldPagesAfterTheFirst()
    {
        Server.Faults.Add(new Fault { Path = "/api/snapshots?page=1*", Kind = FaultKind.Delay });
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });
    }

    private Task<RecordedRequest> RequestsAsync(int count) => Server.WaitForRequestAsync(
        _ => Requests.Count >= count, Cancelled);

    /// <summary>Every request that was held is given up.</summary>
    private async Task AssertNothingRunsAsync() =>
        await Server.WaitForRequestAsync(_ => Requests.All(static request => request.IsFinished), Cancelled);

    /// <summary>A wait that begins now looks several times; one that had run on would have looked too meanwhile.</summary>
    private async Task AssertNobodyLooksAnyMoreAsync()
    {
        await AssertNothingRunsAsync();
        Server.ClearRequests();
        LocalSnapshot probe = Server.AddSnapshot("probe", "pulling");
        await Shell.RunUntilAsync("Wait-DaytonaSnapshot probe", RequestsAsync(6));
        Assert.All(
            Requests,
            request => Assert.Contains(request.Path.Split('/')[^1], new[] { "probe", probe.Id.ToString() }));
    }
}
