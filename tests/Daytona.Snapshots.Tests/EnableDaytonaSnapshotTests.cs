using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class EnableDaytonaSnapshotTests : ShellTest
{
    [Fact]
    public void An_inactive_snapshot_is_enabled_without_output()
    {
        LocalSnapshot there = AddInactive("a");

        Assert.Empty(Run("Enable-DaytonaSnapshot a").AssertSucceeded().Output);

        Assert.Equal([$"POST /api/snapshots/{there.Id}/activate"], Changes);
    }

    [Fact]
    public void Wait_and_PassThru_return_the_active_snapshot()
    {
        AddInactive("a");

        PSObject snapshot = Run("Get-DaytonaSnapshot -State inactive | Enable-DaytonaSnapshot -Wait -PassThru").AssertSucceeded().Single;

        Assert.Equal("active", snapshot.Properties["State"].Value);
    }

    [Fact]
    public void An_active_snapshot_is_a_verbose_message()
    {
        Server.AddSnapshot("a");

        Outcome outcome = Run("Enable-DaytonaSnapshot a -PassThru -Verbose").AssertSucceeded();

        Assert.Equal(["a"], outcome.Names);
        Assert.Contains("'a' is already active.", outcome.Verbose);
        Assert.Empty(Changes);
    }

    [Fact]
    public void During_the_cooldown_the_error_has_the_time_it_ends()
    {
        LocalSnapshot there = Server.AddSnapshot("a");
        Shell.Run("Disable-DaytonaSnapshot a").AssertSucceeded();

        ErrorRecord error = Run("Enable-DaytonaSnapshot a").AssertFailed("SnapshotCoolingDown", ErrorCategory.ResourceBusy);

        DateTime at = there.UpdatedAt.LocalDateTime.AddMinutes(10);
        Assert.Equal($"'a' was disabled a moment ago and can be enabled from {at:T}. Try again then.", error.ToString());
    }

    [Theory]
    [InlineData("error", "Run Remove-DaytonaSnapshot a, and create it again.")]
    [InlineData("building", "Wait for it with Wait-DaytonaSnapshot a.")]
    [InlineData("removing", "It will be gone within seconds.")]
    public void A_snapshot_in_another_state_is_an_error_with_a_remedy(string state, string advice)
    {
        Server.AddSnapshot("a", state);

        ErrorRecord error = Run("Enable-DaytonaSnapshot a").AssertFailed("SnapshotNotInactive", ErrorCategory.InvalidOperation);

        Assert.EndsWith(advice, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Fact]
    public void A_snapshot_that_someone_else_enabled_is_not_an_error()
    {
        LocalSnapshot there = AddInactive("a");
        Server.Faults.Add(new Fault
        {
            Method = "POST", Kind = FaultKind.Meanwhile, Meanwhile = server => server.Change(there, static it => it.State = "active"),
        });

        Assert.Equal(["a"], Run("Enable-DaytonaSnapshot a -PassThru").AssertSucceeded().Names);
    }

    [Fact]
    public void A_general_snapshot_is_refused()
    {
        AddGeneral("a");

        Run("Enable-DaytonaSnapshot a").AssertFailed("GeneralSnapshot", ErrorCategory.PermissionDenied);

        Assert.Empty(Changes);
    }

    [Fact]
    public void WhatIf_enables_nothing()
    {
        AddInactive("a");

        Run("Enable-DaytonaSnapshot a -WhatIf").AssertSucceeded();

        Assert.Empty(Changes);
        Assert.Equal(["What if: Performing the operation \"Enable snapshot\" on target \"a\"."], Shell.Host.Lines);
    }

    [Fact]
    public void A_wait_that_takes_too_long_names_the_state()
    {
        AddInactive("a");
        Server.Options.QueueTime = Timeout.InfiniteTimeSpan;
        HurryClock();

        ErrorRecord error = Run("Enable-DaytonaSnapshot a -Wait -Timeout 1").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Equal("Timed out after 1 s: 'a' is still pending. The operation continues on the service. To keep waiting, run Wait-DaytonaSnapshot a.", error.ToString());
    }
}
