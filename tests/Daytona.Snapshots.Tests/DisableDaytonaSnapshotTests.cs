using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class DisableDaytonaSnapshotTests : ShellTest
{
    [Fact]
    public void An_active_snapshot_is_disabled_and_returned_by_PassThru()
    {
        LocalSnapshot there = Server.AddSnapshot("a");

        PSObject snapshot = Run("Disable-DaytonaSnapshot a -PassThru").AssertSucceeded().Single;

        Assert.Equal(("inactive", false), (snapshot.Properties["State"].Value, snapshot.Properties["Enabled"].Value));
        Assert.Equal([$"POST /api/snapshots/{there.Id}/deactivate"], Changes);
    }

    [Fact]
    public void An_inactive_snapshot_is_a_verbose_message()
    {
        AddInactive("a");

        Outcome outcome = Run("Disable-DaytonaSnapshot a -Verbose").AssertSucceeded();

        Assert.Contains("'a' is already inactive.", outcome.Verbose);
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("build_failed")]
    [InlineData("building")]
    public void A_failed_snapshot_is_not_disabled(string state)
    {
        Server.AddSnapshot("a", state);

        ErrorRecord error = Run("Disable-DaytonaSnapshot a").AssertFailed("SnapshotNotActive", ErrorCategory.InvalidOperation);

        Assert.EndsWith("To disable it anyway, use -Force.", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Fact]
    public void Force_disables_a_snapshot_that_is_not_active()
    {
        LocalSnapshot there = Server.AddSnapshot("a", "error");

        Run("Disable-DaytonaSnapshot a -Force -Wait").AssertSucceeded();

        Assert.Equal("inactive", there.State);
    }

    [Fact]
    public void Force_does_not_disable_a_general_snapshot()
    {
        AddGeneral("a");

        Run("Disable-DaytonaSnapshot a -Force").AssertFailed("GeneralSnapshot", ErrorCategory.PermissionDenied);

        Assert.Empty(Changes);
    }

    [Fact]
    public void A_wildcard_skips_general_snapshots_and_reports_each_failure()
    {
        AddGeneral("s-general");
        Server.AddSnapshot("s-bad", "error");
        Server.AddSnapshot("s-good");

        ErrorRecord error = Run("Disable-DaytonaSnapshot s-*").AssertFailed("SnapshotNotActive", ErrorCategory.InvalidOperation);

        Assert.Equal("s-bad", error.TargetObject.ToString());
        Assert.Equal("inactive", Server.Find("s-good")?.State);
    }

    [Fact]
    public void WhatIf_disables_nothing()
    {
        Server.AddSnapshot("a");

        Run("Disable-DaytonaSnapshot a -WhatIf").AssertSucceeded();

        Assert.Empty(Changes);
        Assert.Equal(["What if: Performing the operation \"Disable snapshot\" on target \"a\"."], Shell.Host.Lines);
    }

    [Fact]
    public void A_missing_permission_is_reported()
    {
        Server.AddSnapshot("a");
        Shell.Set("readOnly", Connect(Shell, Server.AddApiKey("read only").Value));

        ErrorRecord error = Run("Disable-DaytonaSnapshot a -Connection $readOnly").AssertFailed("PermissionMissing", ErrorCategory.PermissionDenied);

        Assert.Contains("write:snapshots", error.ToString(), StringComparison.Ordinal);
    }
}
