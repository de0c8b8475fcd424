using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class NewDaytonaSnapshotTests : ShellTest
{
    [Fact]
    public void A_new_snapshot_is_returned_once_it_is_active()
    {
        Outcome outcome = Run("New-DaytonaSnapshot team/a:1 alpine:3.20 -Verbose").AssertSucceeded();

        Assert.Equal("active", outcome.Single.Properties["State"].Value);
        Assert.Equal(["'team/a:1' is active.", "'team/a:1' was created."], outcome.Verbose.TakeLast(2));
        Assert.Contains("'team/a:1' is pending.", outcome.Verbose);
        Assert.Contains(outcome.Progress, static it => it.Activity == "Creating snapshot 'team/a:1'" && it.StatusDescription == "active");
        Assert.Equal(ProgressRecordType.Completed, outcome.Progress[^1].RecordType);
    }

    [Fact]
    public void Sizes_entrypoint_region_and_class_are_sent()
    {
        PSObject snapshot = Run(
            "New-DaytonaSnapshot a -Image python:3.12-slim -Entrypoint sleep, infinity -Cpu 2 -Memory 4GB -Disk '8' -Region us -SandboxClass container")
            .AssertSucceeded().Single;

        Assert.Equal(
            """{"name":"a","imageName":"python:3.12-slim","entrypoint":["sleep","infinity"],"cpu":2,"memory":4,"disk":8,"regionId":"us","sandboxClass":"container"}""",
            Requests[0].Body);
        Assert.Equal((2, 4, 8), ((int)snapshot.Properties["Cpu"].Value, (int)snapshot.Properties["Memory"].Value, (int)snapshot.Properties["Disk"].Value));
    }

    [Theory]
    [InlineData("4", 4)]
    [InlineData("'4'", 4)]
    [InlineData("4.0", 4)]
    [InlineData("4GB", 4)]
    [InlineData("'4GB'", 4)]
    [InlineData("'4 GiB'", 4)]
    [InlineData("'4g'", 4)]
    [InlineData("4096MB", 4)]
    [InlineData("'4096MB'", 4)]
    [InlineData("1TB", 1024)]
    public void Memory_accepts_whole_GiB_in_every_notation(string value, int gibibytes)
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Answer, Status = 400 });

        Run($"New-DaytonaSnapshot a alpine:3.20 -Memory {value}");

        Assert.Equal($$"""{"name":"a","imageName":"alpine:3.20","memory":{{gibibytes}}}""", Assert.Single(Requests).Body);
    }

    [Theory]
    [InlineData("-Memory 1.5", "'1.5' is 1.5 GiB")]
    [InlineData("-Memory 1536MB", "1.5 GiB")]
    [InlineData("-Disk '0.5GB'", "'0.5GB' is 0.5 GiB")]
    [InlineData("-Disk -1", "'-1' is not a size")]
    [InlineData("-Memory much", "'much' is not a size")]
    [InlineData("-Cpu 1.5", "'1.5' is not a whole number of CPU cores")]
    [InlineData("-Cpu many", "'many' is not a whole number")]
    [InlineData("-Gpu 0.5", "whole number of GPUs")]
    [InlineData("-Timeout soon", "'soon' is not a timeout: specify seconds, a number with a unit such as 10m or 2h, a TimeSpan or hh:mm:ss; 0 for no limit.")]
    [InlineData("-Timeout -1", "'-1' is not a timeout")]
    public void An_invalid_value_is_named_and_refused_before_any_request(string argument, string reason)
    {
        ErrorRecord error = Run($"New-DaytonaSnapshot a alpine:3.20 {argument}").Error;

        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.ToString());
        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("'a b'", "alpine:3.20", "InvalidSnapshotName")]
    [InlineData("a//b", "alpine:3.20", "InvalidSnapshotName")]
    [InlineData("a*", "alpine:3.20", "InvalidSnapshotName")]
    [InlineData("www.a", "alpine:3.20", "InvalidSnapshotName")]
    [InlineData("a", "alpine", "InvalidImageName")]
    [InlineData("a", "alpine:latest", "InvalidImageName")]
    [InlineData("a", "localhost:5000/alpine", "InvalidImageName")]
    [InlineData("a", "alpine@sha256:abc", "InvalidImageName")]
    public void Invalid_names_and_images_are_refused_before_any_request(string name, string image, string id)
    {
        Run($"New-DaytonaSnapshot {name} -ImageName '{image}'").AssertFailed(id, ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    [Fact]
    public void WhatIf_creates_nothing()
    {
        Assert.Empty(Run("New-DaytonaSnapshot a alpine:3.20 -WhatIf").AssertSucceeded().Output);

        Assert.Empty(Requests);
        Assert.Equal(
            ["What if: Performing the operation \"Create snapshot from image alpine:3.20\" on target \"a\"."], Shell.Host.Lines);
    }

    [Fact]
    public void NoWait_returns_the_pending_snapshot()
    {
        HoldCreations();

        PSObject snapshot = Run("New-DaytonaSnapshot a alpine:3.20 -NoWait").AssertSucceeded().Single;

        Assert.Equal("pending", snapshot.Properties["State"].Value);
        Assert.Single(Requests);
    }

    [Fact]
    public void A_timeout_names_the_state_and_how_to_keep_waiting()
    {
        // Only the clock of the client hurries, so that a state which the server leaves by its own clock might still be there.
        Server.Options.QueueTime = Timeout.InfiniteTimeSpan;
        HurryClock();

        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20 -Timeout 1.5").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Equal(
            "Timed out after 1.5 s: 'a' is still pending. The operation continues on the service. To keep waiting, run Wait-DaytonaSnapshot a. To remove it, run Remove-DaytonaSnapshot a.",
            error.ToString());
        Assert.NotNull(Server.Find("a"));
    }

    [Fact]
    public void A_request_that_is_not_accepted_in_time_is_a_timeout()
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });

        Run("New-DaytonaSnapshot a alpine:3.20 -Timeout 0.3").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("'365.00:00:00'")]
    [InlineData("([timespan]::MaxValue)")]
    public void A_timeout_of_zero_waits_without_a_limit(string timeout)
    {
        Assert.Equal("active", Run($"New-DaytonaSnapshot a alpine:3.20 -Timeout {timeout}").AssertSucceeded().Single.Properties["State"].Value);
    }

    [Fact]
    public void A_failed_snapshot_is_an_error_with_the_services_reason()
    {
        ErrorRecord error = Run("New-DaytonaSnapshot a registry.example.com/pull-fail:1").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        Assert.Equal(
            "'a' failed (error): failed to pull image registry.example.com/pull-fail:1: connection refused. The name stays taken. To free it, run Remove-DaytonaSnapshot a. No container registry is configured for registry.example.com. If the image is private, run New-DaytonaRegistry.",
            error.ToString());
        Assert.Equal("a", error.TargetObject.ToString());
    }

    [Theory]
    [InlineData("build_failed", "SnapshotFailed", ErrorCategory.InvalidResult)]
    [InlineData("inactive", "SnapshotNotActive", ErrorCategory.InvalidOperation)]
    [InlineData("removing", "SnapshotNotActive", ErrorCategory.InvalidOperation)]
    public void A_creation_that_does_not_end_in_active_is_an_error(string state, string id, ErrorCategory category)
    {
        Server.Options.Plan = (_, plan) => plan with { FinalState = state };

        Run("New-DaytonaSnapshot a alpine:3.20").AssertFailed(id, category);
    }

    [Fact]
    public void A_snapshot_that_is_removed_meanwhile_is_an_error()
    {
        HoldCreations();
        Server.Faults.Add(new Fault { Method = "GET", Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = static server => server.Remove(server.Find("a")!) });

        Run("New-DaytonaSnapshot a alpine:3.20").AssertFailed("SnapshotRemoved", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void A_used_name_is_an_error_with_a_remedy()
    {
        Server.AddSnapshot("a");

        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20").AssertFailed("SnapshotExists", ErrorCategory.ResourceExists);

        Assert.Equal("a", error.TargetObject);
        Assert.Contains("-IfNotExists", error.ToString(), StringComparison.Ordinal);
        Assert.Single(Requests);
    }

    [Fact]
    public void A_refused_request_is_an_error_with_the_services_message()
    {
        Server.Faults.Add(new Fault
        {
            Method = "POST", Kind = FaultKind.Answer, Status = 400, Body = """{"statusCode":400,"message":"not today"}""",
        });

        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20").AssertFailed("Refused", ErrorCategory.InvalidOperation);

        Assert.EndsWith(" for 'a': not today.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_above_the_organizations_limits_are_an_error()
    {
        Run("New-DaytonaSnapshot a alpine:3.20 -Cpu 64").AssertFailed("ResourceLimitExceeded", ErrorCategory.LimitsExceeded);
    }

    [Fact]
    public void A_lost_response_does_not_create_a_second_snapshot()
    {
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.CloseAfter });

        Outcome outcome = Run("New-DaytonaSnapshot a alpine:3.20 -Verbose").AssertSucceeded();

        Assert.Equal("active", outcome.Single.Properties["State"].Value);
        Assert.Single(Changes);
        Assert.Contains("The response to the creation of 'a' was lost: reading the state.", outcome.Verbose);
    }

    [Fact]
    public void IfNotExists_creates_a_missing_snapshot()
    {
        Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists").AssertSucceeded();

        Assert.Equal("active", Server.Find("a")?.State);
        Assert.Equal("POST", Requests[0].Method);
    }

    [Fact]
    public void IfNotExists_returns_an_active_snapshot()
    {
        LocalSnapshot there = Server.AddSnapshot("a");

        Outcome outcome = Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists").AssertSucceeded();

        Assert.Equal(there.Id.ToString(), outcome.Single.Properties["Id"].Value);
        Assert.Equal(2, Requests.Count);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("pulling")]
    [InlineData("building")]
    [InlineData("snapshotting")]
    public void IfNotExists_waits_for_a_snapshot_that_is_being_created(string state)
    {
        LocalSnapshot there = Server.AddSnapshot("a", state);
        Server.Faults.Add(new Fault
        {
            Method = "GET", Nth = 3, Kind = FaultKind.Meanwhile, Meanwhile = server => server.Change(there, static it => it.State = "active"),
        });

        PSObject snapshot = Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists").AssertSucceeded().Single;

        Assert.Equal((there.Id.ToString(), "active"), (snapshot.Properties["Id"].Value, snapshot.Properties["State"].Value));
    }

    [Fact]
    public void IfNotExists_waits_for_a_removal_and_creates_the_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Shell.Run("Remove-DaytonaSnapshot a").AssertSucceeded();

        PSObject snapshot = Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists").AssertSucceeded().Single;

        Assert.NotEqual(old.Id.ToString(), snapshot.Properties["Id"].Value);
        Assert.Equal("active", snapshot.Properties["State"].Value);
    }

    [Fact]
    public void IfNotExists_refuses_an_inactive_snapshot_with_a_remedy()
    {
        Server.AddSnapshot("a", "inactive");

        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists").AssertFailed("SnapshotInactive", ErrorCategory.InvalidOperation);

        Assert.EndsWith("Run Enable-DaytonaSnapshot a -Wait.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void IfNotExists_replaces_a_failed_snapshot_after_a_warning()
    {
        AddFailed("a");

        Outcome outcome = Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists -Verbose").AssertSucceeded();

        Assert.Equal("active", outcome.Single.Properties["State"].Value);
        // The text of -WhatIf and -Confirm.
        Assert.Contains("or remove a failed snapshot of that name and create it again", outcome.Verbose[0], StringComparison.Ordinal);
        Assert.Equal("'a' had failed before (build_failed): exit code 3. Removing it, and creating it again.", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void A_key_that_may_not_delete_is_told_the_permission()
    {
        AddFailed("a");
        Shell.Set("writer", Connect(Shell, Server.AddApiKey("writer", "write:snapshots").Value));

        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists -Connection $writer")
            .AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        Assert.Equal(
            "'a' exists but is in state build_failed: exit code 3. Run Remove-DaytonaSnapshot a -Wait, and create it again. " +
            "-IfNotExists does this itself if the credential has the permission delete:snapshots.",
            error.ToString());
    }

    [Fact]
    public void IfNotExists_with_WhatIf_removes_nothing()
    {
        AddFailed("a");

        Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists -WhatIf").AssertSucceeded();

        Assert.Empty(Changes);
    }

    [Fact]
    public void IfNotExists_ignores_general_snapshots()
    {
        LocalOrganization other = Server.AddOrganization("other");
        Server.AddSnapshot("ubuntu:22.04", change: it => (it.General, it.OrganizationId) = (true, other.Id));

        PSObject snapshot = Run("New-DaytonaSnapshot ubuntu:22.04 ubuntu:22.04 -IfNotExists").AssertSucceeded().Single;

        Assert.Equal(false, snapshot.Properties["General"].Value);
    }

    [Fact]
    public void IfNotExists_with_NoWait_returns_the_existing_snapshot()
    {
        Server.AddSnapshot("a", "building");

        Assert.Equal("building", Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists -NoWait").AssertSucceeded().Single.Properties["State"].Value);
    }

    [Fact]
    public void IfNotExists_stops_waiting_for_a_removal_at_the_timeout()
    {
        Server.AddSnapshot("a", "removing", static it => it.CreatedAt = it.CreatedAt.AddHours(-1));
        HurryClock();

        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20 -IfNotExists -Timeout 0.5")
            .AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Contains("after 0.5 s", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_region_is_an_error_about_the_region()
    {
        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20 -Region nowhere")
            .AssertFailed("RegionNotFound", ErrorCategory.ObjectNotFound);

        Assert.Contains("-Region", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_after_a_timeout_quotes_a_numeric_name()
    {
        HoldCreations();
        HurryClock();

        ErrorRecord error = Run("New-DaytonaSnapshot '1.10' alpine:3.20 -Timeout 0.1")
            .AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Contains("Wait-DaytonaSnapshot '1.10'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exhausted_quota_is_an_error_with_a_remedy()
    {
        Server.AddSnapshot("there");
        Server.DefaultOrganization.SnapshotQuota = 1;

        ErrorRecord error = Run("New-DaytonaSnapshot a alpine:3.20").AssertFailed("QuotaExceeded", ErrorCategory.LimitsExceeded);

        Assert.Contains("Remove a snapshot", error.ToString(), StringComparison.Ordinal);
    }

    private void AddFailed(string name) => Server.AddSnapshot(
        name, "build_failed", static it => (it.ErrorReason, it.UpdatedAt) = ("exit code 3", it.UpdatedAt.AddHours(-1)));
}
