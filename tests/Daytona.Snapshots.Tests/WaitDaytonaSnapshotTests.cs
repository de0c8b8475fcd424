using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class WaitDaytonaSnapshotTests : ShellTest
{
    [Fact]
    public void More_than_eight_snapshots_are_awaited_at_once()
    {
        for (int number = 1; number <= 20; number++) Server.AddSnapshot($"s{number}", "pulling");
        using var all = new CountdownEvent(20);
        Server.Faults.Add(new Fault
        {
            // Each one's first reading; the listing has been before.
            Path = "/api/snapshots/*",
            Kind = FaultKind.Meanwhile,
            Meanwhile = server =>
            {
                if (!all.IsSet && all.Signal())
                {
                    foreach (LocalSnapshot snapshot in server.Snapshots) server.Change(snapshot, static it => it.State = "active");
                }
            },
        });

        Assert.Equal(20, Run("Get-DaytonaSnapshot | Wait-DaytonaSnapshot -Timeout 30").AssertSucceeded().Output.Count);
    }

    [Fact]
    public void The_pages_of_a_listing_share_its_time_limit()
    {
        for (int number = 1; number <= 250; number++) Server.AddSnapshot($"s{number}");
        Server.Faults.Add(new Fault { Path = "/api/snapshots", Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(0.7) });

        ErrorRecord error = Run("Wait-DaytonaSnapshot s* -Timeout 1").Error;

        Assert.Contains("1 s", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("build_failed")]
    [InlineData("inactive")]
    public void A_final_state_other_than_active_ends_the_wait(string state)
    {
        Server.AddSnapshot("a", state);

        ErrorRecord error = Run("Wait-DaytonaSnapshot a").AssertFailed("SnapshotStateNotReached", ErrorCategory.InvalidResult);

        Assert.StartsWith($"'a' is in state {state} and will not become active by itself", error.ToString(), StringComparison.Ordinal);
        Assert.Single(Requests);
    }

    [Theory]
    [InlineData("error", "error")]
    [InlineData("Error, active", "error")]
    [InlineData("pulling", "pulling")]
    [InlineData("removing", "removing")]
    public void Other_states_can_be_waited_for(string wanted, string state)
    {
        Server.AddSnapshot("a", state);

        Assert.Equal(["a"], Run($"Wait-DaytonaSnapshot a -State {wanted}").AssertSucceeded().Names);
    }

    [Fact]
    public void A_snapshot_that_is_removed_meanwhile_is_an_error()
    {
        LocalSnapshot there = Server.AddSnapshot("a", "pulling");
        Server.Faults.Add(new Fault { Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = server => server.Remove(there) });

        Run("Wait-DaytonaSnapshot a").AssertFailed("SnapshotRemoved", ErrorCategory.ObjectNotFound);
    }

    [Theory]
    [InlineData("0.3")]
    [InlineData("'0.3'")]
    [InlineData("([timespan]::FromMilliseconds(300))")]
    [InlineData("00:00:00.3")]
    [InlineData("'00:00:00.300'")]
    public void Every_type_of_timeout_is_accepted(string timeout)
    {
        Server.AddSnapshot("a", "pulling");
        HurryClock();

        ErrorRecord error = Run($"Wait-DaytonaSnapshot a -Timeout {timeout}").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Equal("Timed out after 0.3 s: 'a' is still pulling. The operation continues on the service. To keep waiting, run Wait-DaytonaSnapshot a.", error.ToString());
    }

    [Theory]
    [InlineData("300", 300)]
    [InlineData("'300'", 300)]
    [InlineData("1.5", 1.5)]
    [InlineData("'00:05:00'", 300)]
    [InlineData("([timespan]'01:00:00')", 3600)]
    [InlineData("'1.00:00:00'", 86400)]
    [InlineData("0", 0)]
    public void Every_notation_of_a_timeout_is_converted(string value, double seconds)
    {
        Outcome outcome = Run(
            $$"""
            $parameter = (Get-Command Wait-DaytonaSnapshot).Parameters['Timeout']
            $reading = $parameter.Attributes.Where({ $_ -is [Management.Automation.ArgumentTransformationAttribute] })[0]
            $reading.Transform($ExecutionContext, {{value}})
            """).AssertSucceeded();

        Assert.Equal(TimeSpan.FromSeconds(seconds), outcome.Single.BaseObject);
    }

    [Fact]
    public void A_missing_snapshot_does_not_stop_the_others()
    {
        Server.AddSnapshot("a");

        Outcome outcome = Run("'nosuch', 'a' | Wait-DaytonaSnapshot");

        Assert.Equal(["a"], outcome.Names);
        outcome.AssertFailed("SnapshotNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void A_general_snapshot_can_be_waited_for()
    {
        AddGeneral("ubuntu:22.04");

        Assert.Equal(["ubuntu:22.04"], Run("Wait-DaytonaSnapshot ubuntu:22.04").AssertSucceeded().Names);
    }
}
