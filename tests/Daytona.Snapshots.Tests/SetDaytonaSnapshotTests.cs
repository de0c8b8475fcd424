using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class SetDaytonaSnapshotTests : BuildTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        LocalServerOptions options = Server.Options;
        options.PullTime = options.BuildTime = options.RemovalDelay = TimeSpan.Zero;
    }

    [Theory]
    [InlineData("Set-DaytonaSnapshot app -Memory 2")]
    [InlineData("Get-DaytonaSnapshot app | Set-DaytonaSnapshot -Memory 2")]
    [InlineData("[pscustomobject]@{ Name = 'app'; Memory = 2 } | Set-DaytonaSnapshot")]
    [InlineData("@{ Name = 'app'; Memory = 2 } | Set-DaytonaSnapshot")]
    public void One_property_is_changed_and_the_rest_is_kept(string line)
    {
        Server.AddSnapshot("app", change: static it => (it.ImageName, it.Cpu, it.Entrypoint) = ("debian:13", 2, ["run", "it"]));

        PSObject snapshot = Run(line).AssertSucceeded().Single;

        LocalSnapshot now = Server.Find("app")!;
        Assert.Equal(("debian:13", 2, 2, "run it"), (now.ImageName, now.Cpu, now.Mem, string.Join(' ', now.Entrypoint!)));
        Assert.Equal(now.Id.ToString(), snapshot.Properties["Id"].Value);
        Assert.Empty(Run(line).AssertSucceeded().Verbose);
        Assert.Empty(Changes);
    }

    [Fact]
    public void What_one_changed_property_does_is_asked()
    {
        Server.AddSnapshot("app");
        Shell.Host.Answers.Enqueue("N");

        Run("Set-DaytonaSnapshot app -Memory 2 -Confirm; Set-DaytonaSnapshot app -Memory 2 -WhatIf").AssertSucceeded();

        Assert.Contains("Replace snapshot (Memory: 1 -> 2)", Assert.Single(Shell.Host.Questions), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData("Set-DaytonaSnapshot captured -Memory 2", "'captured' was captured from a sandbox")]
    [InlineData("Get-DaytonaSnapshot captured | Set-DaytonaSnapshot -Memory 2", "'captured' was captured from a sandbox")]
    [InlineData("Set-DaytonaSnapshot nobody -Memory 2", "No snapshot 'nobody' exists whose image or build could be kept.")]
    public void Without_a_source_to_keep_one_is_required(string line, string message)
    {
        Server.AddSnapshot("captured", change: static it => it.ImageName = "");

        ErrorRecord error = Run(line).AssertFailed("SourceUnknown", ErrorCategory.InvalidArgument);

        Assert.StartsWith(message, error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Specify what to create it from: -Image, -Dockerfile or -Definition.", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData("Set-DaytonaSnapshot app -Image $missing -Memory 2")]
    [InlineData("Set-DaytonaSnapshot app -Dockerfile '' -Memory 2")]
    public void An_empty_source_is_not_the_same_as_none(string line)
    {
        Server.AddSnapshot("app");

        Run(line).AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);

        Assert.Empty(Changes);
    }

    [Fact]
    public void A_snapshot_that_does_not_exist_is_created()
    {
        PSObject snapshot = Run("Set-DaytonaSnapshot a alpine:3.20 -Cpu 2").AssertSucceeded().Single;

        Assert.Equal("active", snapshot.Get<string>("State"));
        Assert.Equal(2, Server.Find("a")!.Cpu);
    }

    [Theory]
    [InlineData("-Image alpine:3.20")]
    [InlineData("-Image alpine:3.20 -Entrypoint sleep, infinity")]
    [InlineData("-Image alpine:3.20 -Cpu 2 -Memory 4GB -Disk 8 -Region us -SandboxClass container")]
    [InlineData("-Dockerfile Dockerfile")]
    [InlineData("-Dockerfile Dockerfile -Entrypoint run, it")]
    public void A_snapshot_that_already_matches_is_not_changed(string definition)
    {
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");
        Write("app.py", "print(1)");
        Run($"Set-DaytonaSnapshot a {definition}").AssertSucceeded();
        LocalSnapshot before = Server.Find("a")!;

        PSObject after = Run($"Set-DaytonaSnapshot a {definition}").AssertSucceeded().Single;

        Assert.Equal(before.Id.ToString(), after.Get<string>("Id"));
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData("-Image alpine:3.21", "ImageName: alpine:3.20 -> alpine:3.21")]
    [InlineData("-Image alpine:3.20 -Entrypoint run, it", "Entrypoint: (none) -> run, it")]
    [InlineData("-Image alpine:3.20 -Cpu 3", "Cpu: 1 -> 3")]
    [InlineData("-Image alpine:3.20 -Memory 2 -Disk 4", "Memory: 1 -> 2, Disk: 3 -> 4")]
    [InlineData("-Image alpine:3.20 -SandboxClass linux-vm", "SandboxClass: container -> linux-vm")]
    [InlineData("-Dockerfile Dockerfile", "ImageName: alpine:3.20 -> (none), Dockerfile (line 1): (none) -> FROM alpine:3.20")]
    public void A_snapshot_that_differs_is_replaced_and_the_change_shown(string definition, string differences)
    {
        Server.Regions[0].Runners.Add(new LocalRunner("linux-vm"));
        Write("Dockerfile", "FROM alpine:3.20\nRUN true\n");
        LocalSnapshot old = Server.AddSnapshot("a");

        Run($"Set-DaytonaSnapshot a {definition} -WhatIf").AssertSucceeded();
        PSObject now = Run($"Set-DaytonaSnapshot a {definition}").AssertSucceeded().Single;

        Assert.Equal(
            [$"What if: Performing the operation \"Replace snapshot ({differences})\" on target \"a\"."], Shell.Host.Lines);
        Assert.NotEqual(old.Id.ToString(), now.Get<string>("Id"));
        Assert.Equal(now.Get<string>("Id"), Assert.Single(Left).Id.ToString());
    }

    [Fact]
    public void A_changed_file_of_the_context_is_a_difference()
    {
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");
        Write("app.py", "print(1)");
        string id = Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile").Single.Get<string>("Id");
        Write("app.py", "print(2)");

        PSObject now = Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile").AssertSucceeded().Single;

        Assert.NotEqual(id, now.Get<string>("Id"));
        Assert.Equal("print(2)", Server.Builds[^1].Context["app.py"].Text);
    }

    [Fact]
    public void Omitted_parameters_are_neither_compared_nor_changed()
    {
        Server.AddSnapshot("a", change: static it => (it.Cpu, it.Mem, it.Disk) = (2, 4, 8));

        Run("Set-DaytonaSnapshot a alpine:3.21").AssertSucceeded();
        int changes = Changes.Count;
        Run("Set-DaytonaSnapshot a alpine:3.21").AssertSucceeded();

        LocalSnapshot now = Server.Find("a")!;
        Assert.Equal((2, 4, 8), (now.Cpu, now.Mem, now.Disk));
        Assert.Equal(4, changes);
        Assert.Empty(Changes);
    }

    [Fact]
    public void An_entrypoint_missing_from_the_definition_is_removed()
    {
        Server.AddSnapshot("a", change: static it => it.Entrypoint = ["run", "it"]);

        Run("Set-DaytonaSnapshot a alpine:3.20").AssertSucceeded();

        Assert.Null(Server.Find("a")!.Entrypoint);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("build_failed")]
    public void A_failed_snapshot_is_replaced(string state)
    {
        LocalSnapshot failed = Server.AddSnapshot("a", state);

        PSObject now = Run("Set-DaytonaSnapshot a alpine:3.20").AssertSucceeded().Single;

        Assert.Equal("active", now.Get<string>("State"));
        Assert.NotEqual(failed.Id.ToString(), now.Get<string>("Id"));
    }

    [Fact]
    public void An_inactive_snapshot_is_enabled()
    {
        LocalSnapshot inactive = AddInactive("a");

        PSObject now = Run("Set-DaytonaSnapshot a alpine:3.20").AssertSucceeded().Single;

        Assert.Equal((inactive.Id.ToString(), "active"), (now.Get<string>("Id"), now.Get<string>("State")));
        Assert.Equal([$"POST /api/snapshots/{inactive.Id}/activate"], Changes);
    }

    [Fact]
    public async Task A_running_creation_is_awaited()
    {
        LocalSnapshot other = Server.AddSnapshot("a", "pulling");

        Task<Outcome> run = Task.Run(() => Run("Set-DaytonaSnapshot a alpine:3.20"), Cancelled);
        await Server.WaitForRequestAsync(static request => request is { Method: "GET", IsFinished: true }, Cancelled);
        Server.Change(other, static it => it.State = "active");

        Assert.Equal(other.Id.ToString(), (await run).AssertSucceeded().Single.Get<string>("Id"));
        Assert.Empty(Changes);
    }

    [Fact]
    public void A_build_that_fails_leaves_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Server.Options.Plan = static (_, plan) => plan with { FinalState = "error", Failure = "no space" };

        Run("Set-DaytonaSnapshot a alpine:3.21").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        Assert.Equal(old.Id, Assert.Single(Left).Id);
    }

    [Fact]
    public void A_general_snapshot_of_that_name_is_refused()
    {
        AddGeneral("a");

        Run("Set-DaytonaSnapshot a alpine:3.21").AssertFailed("GeneralSnapshot", ErrorCategory.PermissionDenied);
    }

    [Fact]
    public void Leftovers_of_an_interrupted_update_are_removed()
    {
        Server.AddSnapshot("a.update-0123abcd");
        Server.AddSnapshot("b.update-0123abcd");

        Run("Set-DaytonaSnapshot a alpine:3.20").AssertSucceeded();

        Assert.Equal(["a", "b.update-0123abcd"], Left.Select(static it => it.Name).Order());
    }

    [Fact]
    public void A_row_of_a_table_is_a_definition()
    {
        Run("[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Cpu = '2'; Region = '' } | Set-DaytonaSnapshot").AssertSucceeded();

        Assert.Equal(2, Server.Find("a")!.Cpu);
    }

    [Fact]
    public void Declining_changes_nothing()
    {
        Server.AddSnapshot("a");
        Shell.Host.Answers.Enqueue("N");

        Assert.Empty(Run("Set-DaytonaSnapshot a alpine:3.21 -Confirm").AssertSucceeded().Output);

        Assert.Empty(Changes);
    }
}
