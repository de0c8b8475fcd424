
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
        Server.AddSnapshot("old");
        CreateSnapshotRequest[] requests = [FromAlpine("a"), FromAlpine("b") with { Cpu = 2 }, FromAlpine("c")];
        var options = new SyncSnapshotOptions { PrunePrefix = "o" };
        ISnapshotsClient snapshots = Connect().Snapshots;

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
}
