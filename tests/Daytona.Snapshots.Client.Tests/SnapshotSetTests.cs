
namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotSetTests : ClientTest
{
    private static readonly SetSnapshotOptions Defaults = new();

    protected override LocalServerOptions ServerOptions => new()
    {
        PullTime = TimeSpan.Zero, BuildTime = TimeSpan.Zero, RemovalDelay = TimeSpan.Zero,
    };

    [Fact]
    public async Task A_snapshot_is_created_then_unchanged_then_replaced()
    {
        SnapshotsClient snapshots = Connect().Snapshots;

        SnapshotChange created = await snapshots.SetAsync(FromAlpine("a"), Defaults, Cancelled);
        SnapshotChange unchanged = await snapshots.SetAsync(FromAlpine("a"), Defaults, Cancelled);
        SnapshotChange replaced = await snapshots.SetAsync(FromAlpine("a") with { ImageName = "alpine:3.21" }, Defaults, Cancelled);

        Assert.Equal((SnapshotAction.Create, true), (created.Action, created.Applied));
        Assert.Equal((SnapshotAction.None, false), (unchanged.Action, unchanged.Applied));
        Assert.Equal(created.Snapshot!.Id, unchanged.Snapshot!.Id);
        Assert.Equal((SnapshotAction.Replace, true), (replaced.Action, replaced.Applied));
        Assert.Equal([new SnapshotDifference("ImageName", "alpine:3.20", "alpine:3.21")], replaced.Differences);
    }

    [Fact]
    public async Task A_definition_without_a_source_changes_the_rest()
    {
        Server.AddSnapshot("a", change: static it => it.Entrypoint = ["run", "it"]);
        SnapshotsClient snapshots = Connect().Snapshots;
        var request = new CreateSnapshotRequest { Name = "a", Memory = 2 };

        SnapshotChange change = await snapshots.SetAsync(request, Defaults, Cancelled);

        Assert.Equal("Replace a (Memory: 1 -> 2)", change.ToString());
        Assert.Equal(["run", "it"], change.Snapshot!.Entrypoint!);
        Assert.Equal(SnapshotAction.None, (await snapshots.SetAsync(request, Defaults, Cancelled)).Action);
        Assert.Equal(SnapshotFailure.SourceUnknown, (await Assert.ThrowsAsync<SnapshotException>(
            () => snapshots.SetAsync(request with { Name = "new" }, Defaults, Cancelled))).Failure);
    }

    [Fact]
    public async Task A_change_without_options_has_the_default_limit()
    {
        var clock = new TestClock();
        using var stop = new CancellationTokenSource();
        Server.AddSnapshot("a", "pulling");

        Task change = Connect(time: clock).Snapshots.SetAsync(FromAlpine("a"), cancellationToken: stop.Token);
        await clock.SeeAsync(Defaults.Timeout!.Value);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
    }

    [Fact]
    public async Task A_comparison_sends_only_reads()
    {
        Server.AddSnapshot("a");

        SnapshotChange change = (await Connect().Snapshots.PlanAsync([FromAlpine("a") with { Cpu = 2 }], cancellationToken: Cancelled))[0];

        Assert.Equal("Replace a (Cpu: 1 -> 2)", change.ToString());
        Assert.Equal(Server.Requests.Count, CountOf("GET"));
    }

    [Fact]
    public async Task The_order_of_context_hashes_does_not_matter()
    {
        using var folder = new TemporaryFolder();
        folder.With("a/x", "1");
        folder.With("b/y", "2");
        Image image = Image.FromBase("alpine:3.20")
            .AddLocalDirectory(Path.Combine(folder.Path, "a"), "/a", folder.Path)
            .AddLocalDirectory(Path.Combine(folder.Path, "b"), "/b", folder.Path);
        var request = new CreateSnapshotRequest { Name = "a", Image = image };
        SnapshotsClient snapshots = Connect().Snapshots;
        await snapshots.SetAsync(request, Defaults, Cancelled);
        LocalSnapshot built = Server.Find("a")!;
        Server.Change(built, it => it.BuildInfo = new LocalBuildInfo(
            it.BuildInfo!.DockerfileContent, [.. it.BuildInfo.ContextHashes!.Reverse()], it.CreatedAt));

        Assert.Equal(SnapshotAction.None, (await snapshots.PlanAsync([request], cancellationToken: Cancelled))[0].Action);
        folder.With("a/x", "3");
        Assert.Equal("Context", Assert.Single((await snapshots.PlanAsync([request], cancellationToken: Cancelled))[0].Differences).Property);
    }

    [Fact]
    public async Task A_declined_change_changes_nothing()
    {
        Server.AddSnapshot("a");
        var options = new SetSnapshotOptions { ConfirmAsync = static (_, _) => Task.FromResult(false) };

        SnapshotChange change = await Connect().Snapshots.SetAsync(FromAlpine("a") with { Cpu = 2 }, options, Cancelled);

        Assert.Equal((SnapshotAction.Replace, false), (change.Action, change.Applied));
        Assert.Equal(Server.Requests.Count, CountOf("GET"));
    }

    [Fact]
    public async Task A_snapshot_created_by_someone_else_is_compared_again()
    {
        Server.Faults.Add(new Fault
        {
            Method = "POST",
            Path = "/api/snapshots",
            Nth = 1,
            Kind = FaultKind.Meanwhile,
            Meanwhile = static server => server.AddSnapshot("a", change: static it => it.ImageName = "debian:13"),
        });

        SnapshotChange change = await Connect().Snapshots.SetAsync(FromAlpine("a"), Defaults, Cancelled);

        Assert.Equal(SnapshotAction.Replace, change.Action);
        Assert.Equal("alpine:3.20", Server.Find("a")!.ImageName);
    }

    [Fact]
    public async Task A_verification_that_fails_leaves_the_old_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        var options = new SetSnapshotOptions { VerifyAsync = static (_, _) => throw new InvalidOperationException("It does not start.") };

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Connect().Snapshots.SetAsync(FromAlpine("a") with { Cpu = 2 }, options, Cancelled));

        Assert.Equal(old.Id, Assert.Single(Server.Snapshots, static it => it.State != "removing").Id);
    }

    [Theory]
    [InlineData("app:v1")]
    [InlineData("a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_temporary_name_contains_the_name_it_replaces(string name)
    {
        string temporary = SnapshotName.MakeTemporary(name);

        Assert.Equal(name, SnapshotName.FindReplaced(temporary));
        Assert.StartsWith(SnapshotName.TemporaryPrefix(name), temporary, StringComparison.Ordinal);
        Assert.Null(SnapshotName.FindReplaced(name));
    }
}
