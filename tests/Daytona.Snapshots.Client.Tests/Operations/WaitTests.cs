namespace Daytona.Snapshots.Client.Tests.Operations;

public sealed class WaitTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Polls_are_frequent_at_first()
    {
        var clock = new HurriedClock();
        await RunAsync(clock, new Signals { Live = false }, reads: 7);

        Assert.Equal([0.1, 0.15, 0.25, 0.5, 1, 1], clock.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_silent_channel_is_polled()
    {
        var clock = new HurriedClock();
        await RunAsync(clock, new Signals(), reads: 4);

        Assert.Equal([2.5, 2.5, 2.5], clock.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_channel_that_delivers_is_trusted()
    {
        var clock = new HurriedClock();
        var signals = new Signals();
        signals.Raise();
        await RunAsync(clock, signals, reads: 4);

        Assert.Equal([8, 15, 15], clock.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_signal_reads_at_once()
    {
        var signals = new Signals();
        int reads = 0;
        Task<int> wait = new Wait(signals, null, new TestClock()).RunAsync(
            _ => Task.FromResult(++reads == 2 ? new Found<int>(reads) : null), null, readsFirst: true, Cancelled);
        Assert.Equal(1, reads);
        signals.Raise();

        Assert.Equal(2, await wait);
    }

    [Fact]
    public async Task A_lost_channel_reads_although_nothing_was_received()
    {
        var signals = new Signals();
        Task<int> wait = new Wait(signals, null, new TestClock()).RunAsync(
            static _ => Task.FromResult<Found<int>?>(new Found<int>(1)), static gap => gap, readsFirst: false, Cancelled);
        signals.Lose();

        Assert.Equal(1, await wait);
    }

    [Fact]
    public async Task An_outage_is_survived_for_five_minutes()
    {
        var clock = new HurriedClock();
        DateTimeOffset started = clock.GetUtcNow();

        await Assert.ThrowsAsync<DaytonaConnectionException>(() => new Wait(new Signals { Live = false }, null, clock).RunAsync<int>(
            static _ => throw new DaytonaConnectionException(ConnectionFailure.Broken, "broken"), null, readsFirst: true, Cancelled));

        Assert.InRange(clock.GetUtcNow() - started, Wait.MaxOutage, Wait.MaxOutage + TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_ends_the_wait() =>
        await Assert.ThrowsAsync<DaytonaConnectionException>(() => new Wait(new Signals(), null, new HurriedClock()).RunAsync<int>(
            static _ => throw new DaytonaConnectionException(ConnectionFailure.Tls, "tls"), null, readsFirst: true, Cancelled));

    private static async Task RunAsync(TimeProvider clock, Listener listener, int reads)
    {
        int read = 0;
        await new Wait(listener, null, clock).RunAsync(
            _ => Task.FromResult(++read == reads ? new Found<int>(read) : null), null, readsFirst: true, Cancelled);
    }

    private sealed class Signals : Listener
    {
        public bool Live { get; init; } = true;

        public override bool IsLive => Live;

        public void Raise() => RaiseSignal();

        public void Lose() => RaiseGap();

        public override void Dispose()
        {
        }
    }
}
