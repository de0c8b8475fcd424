
namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotSyncTests : ClientTest
{
    protected override LocalServerOptions ServerOptions => new()
    {
        PullTime = TimeSpan.Zero, BuildTime = TimeSpan.Zero, RemovalDelay = TimeSpan.Zero,
    };

    [Fact]
    public async Task The_changes_made_are_those_that_were_planned()
    {
        Server.AddSnapshot("a");
        Server.AddSnapshot("b");
        Server.AddSnapshot("old", change: static it => it.CreatedAt -= TimeSpan.FromHours(1));
        CreateSnapshotRequest[] requests = [FromAlpine("a"), FromAlpine("b") with { Cpu = 2 }, FromAlpine("c")];
        var options = new SyncSnapshotOptions { PrunePrefix = "o" };
        SnapshotsClient snapshots = Connect().Snapshots;

        IReadOnlyList<SnapshotChange> plan = await snapshots.PlanAsync(requests, options, Cancelled);
        IReadOnlyList<SnapshotChange> done = await snapshots.SyncAsync(requests, options, Cancelled);

        string[] expected = ["None a", "Replace b (Cpu: 1 -> 2)", "Create c", "Remove old"];
        Assert.Equal(expected, plan.Select(static change => change.ToString()));
        Assert.Equal(expected, done.Select(static change => change.ToString()));
        Assert.DoesNotContain(plan, static change => change.Applied);
        Assert.Equal([false, true, true, true], done.Select(static change => change.Applied));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a*")]
    public async Task A_prefix_that_matches_everything_is_refused(string prefix)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Connect().Snapshots.SyncAsync(
            [FromAlpine("a")], new SyncSnapshotOptions { PrunePrefix = prefix }, Cancelled));

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Pruning_by_an_empty_list_is_refused() => await Assert.ThrowsAsync<ArgumentException>(
        () => Connect().Snapshots.PlanAsync([], new SyncSnapshotOptions { PrunePrefix = "a" }, Cancelled));

    [Fact]
    public async Task Two_definitions_of_one_name_are_refused() => await Assert.ThrowsAsync<ArgumentException>(
        () => Connect().Snapshots.SyncAsync([FromAlpine("a"), FromAlpine("a")], null, Cancelled));

    [Fact]
    public async Task The_throttle_limit_bounds_parallel_changes()
    {
        int running = 0, most = 0;
        using var entered = new SemaphoreSlim(0);
        using var left = new SemaphoreSlim(0);
        var options = new SyncSnapshotOptions
        {
            ThrottleLimit = 2,
            ConfirmAsync = async (_, token) =>
            {
                lock (entered) most = Math.Max(most, ++running);
                entered.Release();
                await left.WaitAsync(token);
                lock (entered) running--;
                return true;
            },
        };

        Task sync = Connect().Snapshots.SyncAsync([.. Enumerable.Range(0, 6).Select(static i => FromAlpine($"a{i}"))], options, Cancelled);
        // Each leaves when the next one but one has entered, or none is left.
        for (int number = 0; number < 6; number++)
        {
            await entered.WaitAsync(Cancelled);
            if (number > 0) left.Release();
        }

        left.Release();
        await sync;

        Assert.Equal(2, most);
        Assert.Equal(6, Server.Snapshots.Count);
    }

    [Fact]
    public async Task A_snapshot_that_changed_meanwhile_is_read_again()
    {
        LocalSnapshot there = Server.AddSnapshot("a");
        Server.AddSnapshot("b");
        // Between the first request and that of the second snapshot.
        Server.Faults.Add(new Fault { Path = "/api/snapshots/b", Kind = FaultKind.Meanwhile, Meanwhile = server => server.Remove(there) });

        IReadOnlyList<SnapshotChange> done = await Connect().Snapshots.SyncAsync(
            [FromAlpine("b"), FromAlpine("a")], new SyncSnapshotOptions { ThrottleLimit = 1 }, Cancelled);

        Assert.Equal(["None b", "Create a"], done.Select(static change => change.ToString()));
    }

    [Theory]
    [InlineData("pulling", 60)]
    [InlineData("active", 9)]
    public async Task Snapshots_that_another_job_creates_are_not_pruned(string state, int minutes)
    {
        Server.AddSnapshot("new", state, it => it.CreatedAt -= TimeSpan.FromMinutes(minutes));
        var observer = new RecordingObserver();

        await Connect().ObservedBy(observer).Snapshots.SyncAsync([FromAlpine("a")], new SyncSnapshotOptions { PrunePrefix = "n" }, Cancelled);

        Assert.NotNull(Server.Find("new"));
        Assert.StartsWith("'new' is not pruned, because it ", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_age_is_that_by_the_services_clock()
    {
        Server.AddSnapshot("old", change: static it => it.CreatedAt -= TimeSpan.FromMinutes(11));
        // A machine whose clock is an hour late.
        DaytonaClient client = Connect(time: new LateClock());

        await client.Snapshots.SyncAsync([FromAlpine("a")], new SyncSnapshotOptions { PrunePrefix = "o" }, Cancelled);

        Assert.True(Server.Find("old") is null or { State: "removing" });
    }

    [Fact]
    public async Task A_lost_response_to_a_prune_is_no_failure()
    {
        Server.AddSnapshot("old", change: static it => it.CreatedAt -= TimeSpan.FromHours(1));
        Server.Faults.Add(new Fault { Method = "DELETE", Kind = FaultKind.CloseAfter, Count = 1 });

        IReadOnlyList<SnapshotChange> done = await Connect(time: new HurriedClock()).Snapshots.SyncAsync(
            [FromAlpine("a")], new SyncSnapshotOptions { PrunePrefix = "o" }, Cancelled);

        Assert.All(done, static change => Assert.Null(change.Failure));
        Assert.Equal(1, CountOf("DELETE"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_throttle_limit_below_one_is_refused(int limit)
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => Connect().Snapshots.SyncAsync([FromAlpine("a")], new SyncSnapshotOptions { ThrottleLimit = limit }, Cancelled));
        Assert.Empty(Server.Requests);
    }

    private sealed class LateClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromHours(1);
    }
}
