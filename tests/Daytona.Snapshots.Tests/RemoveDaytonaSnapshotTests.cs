using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class RemoveDaytonaSnapshotTests : ShellTest
{
    [Fact]
    public void Failed_snapshots_from_the_pipeline_are_removed_unasked()
    {
        AddGeneral("ubuntu:22.04");
        Server.AddSnapshot("good");
        Server.AddSnapshot("bad/1", "error");
        Server.AddSnapshot("bad/2", "error");

        Outcome outcome = Run("Get-DaytonaSnapshot | Where-Object State -eq error | Remove-DaytonaSnapshot").AssertSucceeded();

        Assert.Empty(outcome.Output);
        Assert.Empty(Shell.Host.Questions);
        Assert.Equal(2, Changes.Count);
        Assert.Equal("removing", Server.Find("bad/1")?.State ?? "removing");
        Assert.Equal("active", Server.Find("good")?.State);
    }

    [Fact]
    public void WhatIf_names_the_snapshots_and_removes_nothing()
    {
        Server.AddSnapshot("a", "error");
        Server.AddSnapshot("b", "error");

        Run("Get-DaytonaSnapshot | Where-Object State -eq error | Remove-DaytonaSnapshot -WhatIf").AssertSucceeded();

        Assert.Empty(Changes);
        Assert.Equal(
            ["What if: Performing the operation \"Remove snapshot\" on target \"a\".", "What if: Performing the operation \"Remove snapshot\" on target \"b\"."],
            Shell.Host.Lines.Order());
    }

    [Fact]
    public void Confirm_asks_for_each_snapshot_and_keeps_the_declined_ones()
    {
        Server.AddSnapshot("a");
        Server.AddSnapshot("b");
        Shell.Host.Answers.Enqueue("Y");
        Shell.Host.Answers.Enqueue("N");

        Run("Remove-DaytonaSnapshot a, b -Confirm -ThrottleLimit 1").AssertSucceeded();

        Assert.Equal(2, Shell.Host.Questions.Count);
        Assert.Single(Changes);
        Assert.Equal("active", Server.Find("b")?.State);
    }

    [Fact]
    public void ConfirmPreference_is_respected()
    {
        Server.AddSnapshot("a");

        Run("$ConfirmPreference = 'Medium'; Remove-DaytonaSnapshot a").AssertSucceeded();

        Assert.Single(Shell.Host.Questions);
        Assert.Empty(Changes);
    }

    [Fact]
    public void A_row_with_an_ID_never_removes_another_snapshot_by_name()
    {
        LocalSnapshot other = Server.AddSnapshot("nightly");
        LocalSnapshot second = Server.AddSnapshot("second");

        Outcome outcome = Run(
            $$"""
            $rows = [pscustomobject]@{ Id = '{{Guid.NewGuid()}}'; Name = 'nightly'; State = 'error' },
                    [pscustomobject]@{ Id = '{{second.Id}}'; Name = 'second'; State = 'error' }
            $rows | Remove-DaytonaSnapshot
            """);

        outcome.AssertFailed("SnapshotNotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal("active", other.State);
        Assert.Equal([$"DELETE /api/snapshots/{second.Id}"], Changes);
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("@{ Id = 'real-name'; Name = 'real-name' }")]
    [InlineData("[pscustomobject]@{ Id = ''; Name = 'real-name' }")]
    [InlineData("[pscustomobject]@{ Id = $null; Name = 'real-name' }")]
    [InlineData("[pscustomobject]@{ Size = 1 }")]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("{ real-name }")]
    [InlineData("[guid]::Empty")]
    public void An_object_that_is_not_a_snapshot_does_not_stop_the_others(string value)
    {
        LocalSnapshot there = Server.AddSnapshot("real-name");
        LocalSnapshot other = Server.AddSnapshot("other");

        Outcome outcome = Run($"'other', ({value}), '{there.Id}' | Remove-DaytonaSnapshot");

        outcome.AssertFailed("NotASnapshot", ErrorCategory.InvalidArgument);
        Assert.Equal(
            new[] { $"DELETE /api/snapshots/{other.Id}", $"DELETE /api/snapshots/{there.Id}" }.Order(), Changes.Order());
    }

    [Theory]
    [InlineData("'a'")]
    [InlineData("[pscustomobject]@{ Name = 'a' }")]
    [InlineData("(Get-DaytonaSnapshot a)")]
    [InlineData("([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-DaytonaSnapshot a))))")]
    [InlineData("('a' | ForEach-Object { $_ })")]
    [InlineData("(Get-DaytonaSnapshot a).Id")]
    public void A_name_an_ID_and_an_object_can_be_given_or_piped(string value)
    {
        LocalSnapshot there = Server.AddSnapshot("a");

        Run($"Remove-DaytonaSnapshot ({value}) -WhatIf").AssertSucceeded();
        Run($"{value} | Remove-DaytonaSnapshot").AssertSucceeded();

        Assert.Equal([$"DELETE /api/snapshots/{there.Id}"], Changes);
    }

    [Theory]
    [InlineData("-Name 'a', 'b'")]
    [InlineData("-Id $ids")]
    [InlineData("-InputObject (Get-DaytonaSnapshot a), (Get-DaytonaSnapshot b)")]
    [InlineData("@('a', 'b')")]
    [InlineData("([Collections.Generic.List[string]]('a', 'b'))")]
    [InlineData("([Collections.Generic.HashSet[string]]('a', 'b'))")]
    [InlineData("([ordered]@{ a = 1; b = 2 }).Keys")]
    public void Several_names_are_accepted(string argument)
    {
        Server.AddSnapshot("a");
        Server.AddSnapshot("b");
        Shell.Run("$ids = (Get-DaytonaSnapshot).Id").AssertSucceeded();

        Run($"Remove-DaytonaSnapshot {argument}").AssertSucceeded();

        Assert.Equal(2, Changes.Count);
    }

    [Fact]
    public void A_general_snapshot_is_refused_before_any_request()
    {
        AddGeneral("ubuntu:22.04");
        Shell.Run("$all = Get-DaytonaSnapshot").AssertSucceeded();

        ErrorRecord error = Run("$all | Remove-DaytonaSnapshot").AssertFailed("GeneralSnapshot", ErrorCategory.PermissionDenied);

        Assert.Equal("ubuntu:22.04", error.TargetObject.ToString());
        Assert.Empty(Requests);
    }

    [Fact]
    public void A_general_snapshot_given_by_name_is_read_and_refused()
    {
        AddGeneral("ubuntu:22.04");

        Run("Remove-DaytonaSnapshot ubuntu:22.04").AssertFailed("GeneralSnapshot", ErrorCategory.PermissionDenied);

        Assert.Empty(Changes);
    }

    [Fact]
    public void A_wildcard_removes_all_matches_except_general_snapshots()
    {
        AddGeneral("nightly-general");
        Server.AddSnapshot("nightly-1");
        Server.AddSnapshot("nightly-2");
        Server.AddSnapshot("weekly-1");

        Run("Remove-DaytonaSnapshot nightly-*").AssertSucceeded();

        Assert.Equal(2, Changes.Count);
        Assert.Equal("active", Server.Find("weekly-1")?.State);
    }

    [Fact]
    public void Names_that_need_encoding_are_removed_by_their_ID()
    {
        const string uuid = "11111111-2222-4333-8444-555555555555";
        string[] names = ["team/base:v1", ".", "..", uuid];
        foreach (string name in names) Server.AddSnapshot(name);

        Run($"Remove-DaytonaSnapshot 'team/base:v1', '.', '..', '{uuid}' -Wait").AssertSucceeded();

        Assert.Empty(Server.Snapshots);
    }

    [Fact]
    public void Wait_waits_until_the_snapshot_is_deleted()
    {
        Server.AddSnapshot("a");

        PSObject removed = Run("Remove-DaytonaSnapshot a -Wait -PassThru").AssertSucceeded().Single;

        Assert.Equal("a", removed.ToString());
        Assert.Null(Server.Find("a"));
    }

    [Fact]
    public void Without_PassThru_nothing_is_returned()
    {
        Server.AddSnapshot("a");

        Assert.Empty(Run("Remove-DaytonaSnapshot a").AssertSucceeded().Output);
    }

    [Fact]
    public void A_timeout_names_the_state_of_the_snapshot()
    {
        LocalSnapshot there = Server.AddSnapshot("a");
        Server.Options.RemovalDelay = Timeout.InfiniteTimeSpan;
        HurryClock();

        ErrorRecord error = Run("Remove-DaytonaSnapshot a -Wait -Timeout 0.3").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Equal(
            $"Timed out after 0.3 s: 'a' is still removing. The operation continues on the service. To check it, run Get-DaytonaSnapshot -Id {there.Id}.",
            error.ToString());
    }

    [Fact]
    public void A_snapshot_that_is_already_deleted_is_not_an_error()
    {
        Server.AddSnapshot("a");
        Shell.Run("$a = Get-DaytonaSnapshot a").AssertSucceeded();
        Server.Remove(Server.Find("a")!);

        Outcome outcome = Run("$a | Remove-DaytonaSnapshot -Verbose").AssertSucceeded();

        Assert.Contains("'a' was already removed.", outcome.Verbose);
    }

    [Fact]
    public void A_404_for_a_snapshot_that_still_exists_is_an_error()
    {
        Server.AddSnapshot("a");
        Server.Faults.Add(new Fault
        {
            Method = "DELETE", Kind = FaultKind.Answer, Status = 404, Body = """{"statusCode":404,"message":"Snapshot a not found"}""",
        });

        Run("Remove-DaytonaSnapshot a").AssertFailed("SnapshotUnchanged", ErrorCategory.InvalidResult);
    }

    [Fact]
    public void A_failed_removal_names_its_snapshot_and_spares_the_others()
    {
        LocalSnapshot bad = Server.AddSnapshot("b");
        foreach (string name in new[] { "a", "c", "d" }) Server.AddSnapshot(name);
        Server.Faults.Add(new Fault { Method = "DELETE", Path = $"/api/snapshots/{bad.Id}", Kind = FaultKind.Answer, Status = 500 });

        ErrorRecord error = Run("'a', 'b', 'c', 'd' | Remove-DaytonaSnapshot").AssertFailed("ServiceFailed", ErrorCategory.ResourceUnavailable);

        Assert.Equal("b", error.TargetObject.ToString());
        Assert.Contains("The service failed for 'b': ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, Changes.Count);
    }

    [Fact]
    public void A_missing_permission_is_reported()
    {
        Server.AddSnapshot("a");
        Shell.Set("readOnly", Connect(Shell, Server.AddApiKey("read only").Value));

        ErrorRecord error = Run("Remove-DaytonaSnapshot a -Connection $readOnly").AssertFailed("PermissionMissing", ErrorCategory.PermissionDenied);

        Assert.Contains("The credential lacks the permission delete:snapshots for 'a'.", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-WhatIf:$false")]
    public void The_throttle_limit_bounds_parallel_removals(string parameters)
    {
        for (int number = 1; number <= 6; number++) Server.AddSnapshot($"s{number}");
        using var three = new CountdownEvent(3);
        Server.Faults.Add(new Fault
        {
            Method = "DELETE",
            Count = 3,
            Kind = FaultKind.Meanwhile,
            Meanwhile = _ =>
            {
                three.Signal();
                three.Wait(TimeSpan.FromSeconds(30));
            },
        });

        Run($"Get-DaytonaSnapshot | Remove-DaytonaSnapshot -ThrottleLimit 3 {parameters}").AssertSucceeded();

        Assert.True(three.IsSet);
        Assert.Equal(6, Changes.Count);
    }

    [Fact]
    public void A_removal_that_is_waited_for_needs_no_slot()
    {
        for (int number = 1; number <= 3; number++) Server.AddSnapshot($"s{number}");
        Server.Options.RemovalDelay = Timeout.InfiniteTimeSpan;
        Server.Faults.Add(new Fault
        {
            Method = "DELETE",
            Nth = 3,
            Kind = FaultKind.Meanwhile,
            Meanwhile = static server =>
            {
                server.Options.RemovalDelay = TimeSpan.Zero;
                foreach (LocalSnapshot removing in server.Snapshots.Where(static it => it.State == "removing").ToList()) server.Remove(removing);
            },
        });

        Assert.Equal(3, Run("Get-DaytonaSnapshot | Remove-DaytonaSnapshot -Wait -PassThru -ThrottleLimit 1").AssertSucceeded().Output.Count);

        Assert.Empty(Server.Snapshots);
    }

    [Theory]
    [InlineData("-ThrottleLimit 0")]
    [InlineData("-ThrottleLimit 65")]
    [InlineData("-Timeout nonsense")]
    public void Wrong_arguments_are_refused_before_any_request(string argument)
    {
        Assert.NotNull(Run($"Remove-DaytonaSnapshot a {argument}").Error);
        Assert.Empty(Requests);
    }

    [Fact]
    public void A_rate_limit_beyond_the_timeout_fails_each_snapshot()
    {
        foreach (string name in new[] { "a", "b", "c" }) Server.AddSnapshot(name);
        // A longer pause would be reported at once.
        Server.Faults.Add(Fault.RateLimited("/api/snapshots/*", seconds: 200));

        Outcome outcome = Run("Get-DaytonaSnapshot | Remove-DaytonaSnapshot -Timeout 1");

        Assert.Equal(3, outcome.Errors.Count);
        Assert.All(outcome.Errors, static error => Outcome.AssertIs(error, "SnapshotTimeout", ErrorCategory.OperationTimeout));
        Assert.Contains("and nothing was changed", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(3, Server.Snapshots.Count(static it => it.State == "active"));
    }
}
