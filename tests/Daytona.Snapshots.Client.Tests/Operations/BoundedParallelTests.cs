namespace Daytona.Snapshots.Client.Tests.Operations;

public sealed class BoundedParallelTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_have_the_order_of_the_items() =>
        Assert.Equal((int[])[2, 4, 6], await BoundedParallel.SelectAsync([1, 2, 3], 2, static (item, _) => Task.FromResult(item * 2), Cancelled));

    [Fact]
    public async Task No_more_items_run_than_allowed()
    {
        int running = 0, most = 0;
        await BoundedParallel.SelectAsync(
            [.. Enumerable.Range(0, 20)],
            3,
            async (item, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return item;
            },
            Cancelled);

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task The_first_failure_stops_the_others()
    {
        int started = 0;
        IOException error = await Assert.ThrowsAsync<IOException>(() => BoundedParallel.SelectAsync<int, int>(
            [1, 2, 3, 4],
            2,
            async (item, token) =>
            {
                started++;
                if (item == 2) throw new IOException("second");
                await Task.Delay(Timeout.Infinite, token);
                return item;
            },
            Cancelled));

        Assert.Equal(("second", 2), (error.Message, started));
    }

    [Fact]
    public async Task A_foreign_cancellation_is_a_failure_of_its_item()
    {
        var foreign = new OperationCanceledException("foreign");

        Assert.Same(foreign, await Assert.ThrowsAsync<OperationCanceledException>(
            () => BoundedParallel.SelectAsync<int, int>([1, 2], 1, (_, _) => throw foreign, Cancelled)));
    }

    [Fact]
    public async Task A_limit_of_no_items_is_refused() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        static () => BoundedParallel.SelectAsync([1], 0, static (item, _) => Task.FromResult(item), Cancelled));
}
