using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>A snapshot that exists is replaced.</summary>
public sealed class SetDaytonaSnapshotBuildTests : BuildTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        LocalServerOptions options = Server.Options;
        options.PullTime = options.BuildTime = options.RemovalDelay = TimeSpan.Zero;
    }

    [Theory]
    [InlineData("team/a:1")]
    [InlineData("a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("11111111-2222-3333-4444-555555555555")]
    public void A_snapshot_gets_the_new_image_under_its_old_name(string name)
    {
        LocalSnapshot old = Server.AddSnapshot(name);

        PSObject updated = Run($"Set-DaytonaSnapshot '{name}' alpine:3.21").AssertSucceeded().Single;

        Assert.Equal((name, "active", "alpine:3.21"), (Text(updated, "Name"), Text(updated, "State"), Text(updated, "ImageName")));
        Assert.NotEqual(old.Id.ToString(), Text(updated, "Id"));
        Assert.Equal(Text(updated, "Id"), Assert.Single(Left).Id.ToString());
    }

    [Theory]
    [InlineData("Set-DaytonaSnapshot app -Memory 2")]
    [InlineData("Get-DaytonaSnapshot app | Set-DaytonaSnapshot -Memory 2")]
    public void One_property_of_a_build_is_changed_without_its_files(string line)
    {
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");
        string file = Write("app.py", "print(1)");
        Run("New-DaytonaSnapshot app -Dockerfile Dockerfile").AssertSucceeded();
        LocalBuildInfo before = Server.Find("app")!.BuildInfo!;
        File.Delete(file);

        Run(line).AssertSucceeded();

        LocalSnapshot now = Server.Find("app")!;
        Assert.Equal((before.DockerfileContent, 2), (now.BuildInfo!.DockerfileContent, now.Mem));
        Assert.Equal(before.ContextHashes!, now.BuildInfo.ContextHashes!);
    }

    [Fact]
    public void A_snapshot_is_rebuilt_from_a_Dockerfile()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Write("app.py", "print('hello')");
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");

        PSObject updated = Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile").AssertSucceeded().Single;

        Assert.NotEqual(old.Id.ToString(), Text(updated, "Id"));
        Assert.Equal(Text(updated, "Id"), Assert.Single(Left).Id.ToString());
        // The second creation was the cache's.
        LocalBuild build = Assert.Single(Server.Builds);
        Assert.Equal("print('hello')", build.Context["app.py"].Text);
    }

    [Fact]
    public void A_snapshot_is_rebuilt_from_a_piped_definition()
    {
        Server.AddSnapshot("a");

        PSObject updated = Run("New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run 'echo new' | Set-DaytonaSnapshot a")
            .AssertSucceeded().Single;

        Assert.Equal("FROM alpine:3.20\nRUN echo new\n", Server.Find("a")!.BuildInfo!.DockerfileContent);
        Assert.Equal(Text(updated, "Id"), Assert.Single(Left).Id.ToString());
    }

    [Fact]
    public void Omitted_parameters_keep_their_values()
    {
        AddEurope();
        AddLarge("a");

        Run("Set-DaytonaSnapshot a alpine:3.21 -KeepEntrypoint").AssertSucceeded();

        LocalSnapshot now = Server.Find("a")!;
        Assert.Equal((2, 4, 8, "linux-vm"), (now.Cpu, now.Mem, now.Disk, now.SandboxClass));
        Assert.Equal(["europe"], now.RegionIds);
        Assert.Equal(["run", "it"], now.Entrypoint);
        Assert.All(Creations, static body => Assert.EndsWith(
            """
            ,"imageName":"alpine:3.21","entrypoint":["run","it"],"cpu":2,"memory":4,"disk":8,"regionId":"europe","sandboxClass":"linux-vm"}
            """,
            body,
            StringComparison.Ordinal));
    }

    [Fact]
    public void Given_parameters_replace_the_old_values()
    {
        AddEurope();
        AddLarge("a");

        Run("Set-DaytonaSnapshot a alpine:3.21 -Cpu 1 -Memory 2GB -Disk 3 -Region us -SandboxClass container -Entrypoint sleep, 60")
            .AssertSucceeded();

        LocalSnapshot now = Server.Find("a")!;
        Assert.Equal((1, 2, 3, "container"), (now.Cpu, now.Mem, now.Disk, now.SandboxClass));
        Assert.Equal(["us"], now.RegionIds);
        Assert.Equal(["sleep", "60"], now.Entrypoint);
    }

    [Theory]
    [InlineData("FROM alpine:3.20\nRUN true\n")]
    [InlineData("FROM alpine:3.20\nRUN true")]
    public void The_old_entrypoint_is_appended_to_a_Dockerfile_that_has_none(string dockerfile)
    {
        Server.AddSnapshot("a", change: static it => it.Entrypoint = ["run", "it"]);
        Write("Dockerfile", dockerfile);

        Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile -KeepEntrypoint").AssertSucceeded();

        Assert.Equal("FROM alpine:3.20\nRUN true\nENTRYPOINT [\"run\", \"it\"]\n", Server.Find("a")!.BuildInfo!.DockerfileContent);
        Assert.Equal(["run", "it"], Server.Find("a")!.Entrypoint);
    }

    [Fact]
    public void The_entrypoint_of_a_definition_is_kept()
    {
        Server.AddSnapshot("a", change: static it => it.Entrypoint = ["run", "it"]);

        Run("New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Entrypoint own | Set-DaytonaSnapshot a -KeepEntrypoint").AssertSucceeded();

        Assert.Equal("FROM alpine:3.20\nENTRYPOINT [\"own\"]\n", Server.Find("a")!.BuildInfo!.DockerfileContent);
    }

    [Fact]
    public void The_Entrypoint_parameter_overrides_the_Dockerfile()
    {
        Server.AddSnapshot("a", change: static it => it.Entrypoint = ["run", "it"]);
        Write("Dockerfile", "FROM alpine:3.20\nENTRYPOINT [\"own\"]");

        Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile -Entrypoint given -KeepEntrypoint").AssertSucceeded();

        Assert.Equal(["given"], Server.Find("a")!.Entrypoint);
    }

    // To write it down would make another text, and so another build, of the same.
    [Fact]
    public void The_default_entrypoint_of_the_service_is_not_copied()
    {
        Server.AddSnapshot("a", change: static it => it.Entrypoint = ["sleep", "infinity"]);
        Write("Dockerfile", "FROM alpine:3.20\n");

        Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile -KeepEntrypoint").AssertSucceeded();

        Assert.Equal("FROM alpine:3.20\n", Server.Find("a")!.BuildInfo!.DockerfileContent);
    }

    [Fact]
    public void The_old_snapshot_is_removed_once_the_new_one_is_active()
    {
        string old = Server.AddSnapshot("a").Id.ToString();
        string? provenAtRemoval = null;
        bool goneAtCreation = false;
        Meanwhile("DELETE", 1, server => provenAtRemoval = server.Snapshots.Single(static it => it.Name != "a").State);
        Meanwhile("POST", 2, server => goneAtCreation = server.Find("a") is null);

        string created = Text(Run("Set-DaytonaSnapshot a alpine:3.21").AssertSucceeded().Single, "Id");

        Assert.Equal("active", provenAtRemoval);
        Assert.True(goneAtCreation);
        Assert.Equal(
            ["POST /api/snapshots", $"DELETE /api/snapshots/{old}", "POST /api/snapshots", $"DELETE /api/snapshots/{Temporary}"], Changes);
        Assert.NotEqual(created, Temporary);
    }

    [Fact]
    public void An_image_that_changes_during_the_replacement_is_a_warning()
    {
        Server.AddSnapshot("a");
        Server.Options.Plan = static (snapshot, plan) => snapshot.Name == "a" ? plan : plan with { WorkTime = Timeout.InfiniteTimeSpan };
        Meanwhile("GET", 4, static server => server.Change(
            server.Snapshots.Single(static it => it.Name != "a"), static it => (it.Ref, it.State) = ("other", "active")));

        Outcome outcome = Run("Set-DaytonaSnapshot a alpine:3.21").AssertSucceeded();

        Assert.StartsWith("The new 'a' has another image than the one that was active under the temporary name", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_replacement_asks_one_question()
    {
        Server.AddSnapshot("a");

        Assert.Empty(Run("Set-DaytonaSnapshot a alpine:3.21 -TestCommand good -Confirm").AssertSucceeded().Output);

        Assert.Single(Shell.Host.Questions);
        Assert.Empty(Changes);
    }

    [Fact]
    public void Force_replaces_a_snapshot_that_does_not_differ()
    {
        LocalSnapshot old = Server.AddSnapshot("a", change: static it => it.ImageName = "alpine:3.20");

        PSObject now = Run("Set-DaytonaSnapshot a alpine:3.20 -Force").AssertSucceeded().Single;

        Assert.NotEqual(old.Id.ToString(), Text(now, "Id"));
        Assert.Equal(Text(now, "Id"), Assert.Single(Left).Id.ToString());
    }

    [Fact]
    public void Force_replaces_an_inactive_snapshot()
    {
        LocalSnapshot old = AddInactive("a");

        PSObject now = Run("Set-DaytonaSnapshot a alpine:3.20 -Force").AssertSucceeded().Single;

        Assert.NotEqual(old.Id.ToString(), Text(now, "Id"));
        Assert.Equal("active", Text(now, "State"));
    }

    [Fact]
    public void A_kept_entrypoint_is_not_a_difference()
    {
        LocalSnapshot old = Server.AddSnapshot("a", change: static it => it.Entrypoint = ["run", "it"]);

        Assert.Equal(old.Id.ToString(), Text(Run("Set-DaytonaSnapshot a alpine:3.20 -KeepEntrypoint").AssertSucceeded().Single, "Id"));

        Assert.Empty(Changes);
    }

    [Fact]
    public void An_invalid_image_is_refused_before_any_request()
    {
        Run("Set-DaytonaSnapshot a alpine:latest").AssertFailed("InvalidImageName", ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_full_organization_is_an_error_and_nothing_changes()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Server.DefaultOrganization.SnapshotQuota = 1;

        ErrorRecord error = Run("Set-DaytonaSnapshot a alpine:3.21").AssertFailed("QuotaExceeded", ErrorCategory.LimitsExceeded);

        Assert.Contains("Snapshot quota exceeded. Maximum allowed: 1. 'a' is unchanged.", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["POST /api/snapshots"], Changes);
        AssertIsAsItWas(old);
    }

    [Fact]
    public void A_replacement_that_the_service_refuses_changes_nothing()
    {
        LocalSnapshot old = Server.AddSnapshot("a");

        Run("Set-DaytonaSnapshot a alpine:3.21 -Cpu 64").AssertFailed("ResourceLimitExceeded", ErrorCategory.LimitsExceeded);

        Assert.Equal(["POST /api/snapshots"], Changes);
        AssertIsAsItWas(old);
    }

    [Fact]
    public void A_failed_build_keeps_the_old_snapshot_and_is_explained()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Write("Dockerfile", "FROM alpine:3.20\nRUN echo first\nRUN exit 7\n");

        ErrorRecord error = Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile").Error;

        Assert.Equal("SnapshotFailed", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.StartsWith("The new 'a' failed (error) at line 3 of the Dockerfile, ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("at line 3 of the Dockerfile, RUN exit 7: exit code 7.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("The old one is unchanged.", error.ToString(), StringComparison.Ordinal);
        var exception = PSObject.AsPSObject(error.Exception);
        Assert.Equal("RUN exit 7", exception.Properties["FailedInstruction"].Value);
        Assert.Contains("first", (IEnumerable<string>)exception.Properties["LogTail"].Value);
        AssertIsAsItWas(old);
    }

    [Fact]
    public void An_image_that_cannot_be_pulled_keeps_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");

        Run("Set-DaytonaSnapshot a registry.example.com/pull-fail:1").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        AssertIsAsItWas(old);
    }

    [Fact]
    public void A_build_timeout_keeps_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        HoldBuilds();
        HurryClock();
        Write("Dockerfile", "FROM alpine:3.20\n");

        ErrorRecord error = Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile -Timeout 60")
            .AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Contains("The old one is unchanged", error.ToString(), StringComparison.Ordinal);
        AssertIsAsItWas(old);
    }

    [Fact]
    public async Task Control_C_during_the_build_keeps_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        HoldBuilds();
        Write("Dockerfile", "FROM alpine:3.20\n");

        Outcome outcome = await Shell.RunUntilAsync("Set-DaytonaSnapshot a -Dockerfile Dockerfile", LogIsReadAsync());

        Assert.Empty(outcome.Output);
        await TemporaryIsRemovedAsync();
        AssertIsAsItWas(old);
        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Control_C_during_the_create_request_keeps_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        HoldBuilds();
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.DelayAfter, Delay = TimeSpan.FromHours(1) });

        Task made = Server.WaitForSnapshotAsync("a", _ => Server.Snapshots.Count == 2, Cancelled);
        await Shell.RunUntilAsync("Set-DaytonaSnapshot a alpine:3.21", made);

        await TemporaryIsRemovedAsync();
        AssertIsAsItWas(old);
        Assert.Single(Changes, static change => change.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public void If_someone_removes_the_new_snapshot_the_old_one_is_kept()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        HoldCreations();
        Meanwhile("GET", 3, static server => server.Remove(server.Snapshots.Single(static it => it.Name != "a")));

        ErrorRecord error = Run("Set-DaytonaSnapshot a alpine:3.21").AssertFailed("SnapshotRemoved", ErrorCategory.ObjectNotFound);

        Assert.Contains("was removed by someone else in the meantime", error.ToString(), StringComparison.Ordinal);
        AssertIsAsItWas(old);
    }

    [Fact]
    public void A_refused_removal_keeps_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Server.Faults.Add(new Fault { Method = "DELETE", Nth = 1, Kind = FaultKind.Answer, Status = 403 });

        Run("Set-DaytonaSnapshot a alpine:3.21").AssertFailed("Forbidden", ErrorCategory.PermissionDenied);

        AssertIsAsItWas(old);
    }

    [Theory]
    [InlineData("-Image alpine:3.21")]
    [InlineData("-Dockerfile Dockerfile")]
    [InlineData("-Definition $definition")]
    public void The_same_command_completes_an_interrupted_replacement(string origin)
    {
        LocalSnapshot old = Server.AddSnapshot("team/a:1", change: static it => (it.Cpu, it.Mem, it.Disk) = (2, 4, 8));
        Write("Dockerfile", "FROM alpine:3.20\nCOPY *.py /\n");
        Write("app.py", "print('hello')");
        Shell.Run("$definition = New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -LocalFile app.py -Destination /").AssertSucceeded();
        Server.Faults.Add(new Fault { Method = "POST", Path = "/api/snapshots", Nth = 2, Kind = FaultKind.Answer, Status = 400 });
        string command = $"Set-DaytonaSnapshot team/a:1 {origin} -Cpu 2 -Memory 4 -Disk 8";

        ErrorRecord error = Run(command).AssertFailed("SnapshotUpdateIncomplete", ErrorCategory.InvalidResult);

        LocalSnapshot kept = Assert.Single(Left);
        Assert.Equal(
            "The old 'team/a:1' was removed, but the new one could not take its name: Bad Request. " +
            $"Sandboxes can start from '{kept.Name}', which holds the build. To complete the change, run the command again.",
            error.ToString());
        Assert.Equal(kept.Name, error.TargetObject.ToString());

        PSObject finished = Run(command).AssertSucceeded().Single;

        Assert.Equal(("team/a:1", "active"), (Text(finished, "Name"), Text(finished, "State")));
        LocalSnapshot now = Assert.Single(Left);
        Assert.NotEqual(old.Id, now.Id);
        Assert.Equal((2, 4, 8, kept.Ref), (now.Cpu, now.Mem, now.Disk, now.Ref));
        Assert.True(Server.Builds.Count <= 1, "What was built is built again.");
    }

    [Fact]
    public void A_name_that_can_not_be_taken_is_an_incomplete_change()
    {
        Server.AddSnapshot("a");
        Server.Faults.Add(new Fault
        {
            Method = "POST", Path = "/api/snapshots", Nth = 2, Kind = FaultKind.Answer, Status = 403, Body = """{"statusCode":403,"message":"no"}""",
        });

        ErrorRecord error = Run("Set-DaytonaSnapshot a alpine:3.21").Error;

        Assert.Equal("SnapshotUpdateIncomplete", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains($"'{Assert.Single(Left).Name}', which holds the build", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_C_after_the_removal_completes_the_replacement()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Server.Options.RemovalDelay = TimeSpan.FromMilliseconds(200);

        await Shell.RunUntilAsync(
            "Set-DaytonaSnapshot a alpine:3.21", Server.WaitForSnapshotAsync("a", static it => it?.State == "removing", Cancelled));
        await Server.WaitForSnapshotAsync("a", it => it?.State == "active" && it.Id != old.Id, Cancelled);
        await Server.WaitForSnapshotAsync("a", _ => Left.Count() == 1, Cancelled);

        Assert.Equal("alpine:3.21", Assert.Single(Left).ImageName);
        await AssertNothingRunsAsync();
    }

    [Fact]
    public void A_failed_test_keeps_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Server.Toolbox.Add("good");
        Server.Toolbox.Add("bad", exitCode: 1, output: "ModuleNotFoundError");

        ErrorRecord error = Run("Set-DaytonaSnapshot a alpine:3.21 -TestCommand good, bad").AssertFailed("SnapshotTestFailed", ErrorCategory.InvalidResult);

        Assert.Equal(
            "The new 'a' failed its test: 'bad' ended with exit code 1. Its output: ModuleNotFoundError. The old one is unchanged.", error.ToString());
        AssertIsAsItWas(old);
        Assert.DoesNotContain(Server.Sandboxes, static it => it.State != "destroying");
    }

    [Fact]
    public void WhatIf_says_that_a_sandbox_would_start()
    {
        Server.AddSnapshot("a");

        Run("Set-DaytonaSnapshot a alpine:3.21 -TestCommand good -WhatIf").AssertSucceeded();

        Assert.Contains(Shell.Host.Lines, static line => line.Contains(" after a test in a sandbox\" on target \"a\"", StringComparison.Ordinal));
        Assert.Empty(Changes);
    }

    private IEnumerable<string> Creations =>
        Requests.Where(static request => request.Method == "POST").Select(static request => request.Body);

    // What the first creation was answered with, known by the last removal.
    private string Temporary => Changes[^1].Split('/')[^1];

    private static string Text(PSObject item, string property) => (string)item.Properties[property].Value;

    // After Ctrl+C the prompt returns at once, and the removal continues.
    private Task TemporaryIsRemovedAsync() => Server.WaitForSnapshotAsync("a", _ => Left.Count() == 1, Cancelled);

    private void AssertIsAsItWas(LocalSnapshot old)
    {
        LocalSnapshot left = Assert.Single(Left);
        Assert.Equal((old.Id, "a", "active"), (left.Id, left.Name, left.State));
    }

    private void Meanwhile(string method, int nth, Action<LocalServer> work) =>
        Server.Faults.Add(new Fault { Method = method, Path = "/api/snapshots*", Nth = nth, Kind = FaultKind.Meanwhile, Meanwhile = work });

    private void AddEurope()
    {
        var europe = new LocalRegion("europe", "Europe");
        europe.Runners.Add(new LocalRunner("linux-vm"));
        Server.Regions.Add(europe);
    }

    private LocalSnapshot AddLarge(string name) => Server.AddSnapshot(name, change: static it =>
    {
        (it.Cpu, it.Mem, it.Disk, it.SandboxClass) = (2, 4, 8, "linux-vm");
        it.RegionIds = ["europe"];
        it.Entrypoint = ["run", "it"];
    });
}
