namespace Daytona.Snapshots.Client.Tests.Operations;

public sealed class DeadlineTests
{
    private readonly TestClock _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_expired_limit_is_a_timeout_that_names_it()
    {
        Task<bool> work = new Deadline(TimeSpan.FromSeconds(5), _clock).RunAsync(WaitForever, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(5));

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(() => work);
        Assert.Equal(TimeSpan.FromSeconds(5), error.Timeout);
    }

    [Fact]
    public async Task The_callers_cancellation_is_no_timeout()
    {
        using var caller = new CancellationTokenSource();
        Task<bool> work = new Deadline(TimeSpan.FromSeconds(5), _clock).RunAsync(WaitForever, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task A_foreign_cancellation_is_neither()
    {
        var foreign = new OperationCanceledException("foreign");

        Assert.Same(foreign, await Assert.ThrowsAsync<OperationCanceledException>(
            () => new Deadline(TimeSpan.FromSeconds(5), _clock).RunAsync<bool>(_ => throw foreign, Cancelled)));
    }

    [Fact]
    public async Task A_limit_inside_another_keeps_its_own_exception()
    {
        var outer = new Deadline(TimeSpan.FromSeconds(50), _clock);
        var inner = new Deadline(TimeSpan.FromSeconds(5), _clock);
        Task<bool> work = outer.RunAsync(token => inner.RunAsync(WaitForever, token, static _ => new IOException("inner")), Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<IOException>(() => work);
    }

    [Fact]
    public void A_part_of_a_limit_ends_with_it_and_names_it()
    {
        var whole = new Deadline(TimeSpan.FromSeconds(10), _clock);
        _clock.Advance(TimeSpan.FromSeconds(8));
        var part = new Deadline(TimeSpan.FromSeconds(30), whole);

        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)), (part.Remaining, part.Timeout));
    }

    [Fact]
    public void A_limit_longer_than_a_timer_holds_is_none()
    {
        Assert.Null(new Deadline(TimeSpan.FromDays(50), _clock).Remaining);
        Assert.Null(new Deadline(TimeSpan.MaxValue, _clock).Remaining);
        Assert.Null(new Deadline(Timeout.InfiniteTimeSpan, _clock).Remaining);
    }

    [Fact]
    public async Task Excluded_time_does_not_count_while_it_passes()
    {
        var deadline = new Deadline(TimeSpan.FromSeconds(10), _clock);
        TimeSpan? during = await deadline.ExcludeAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(deadline.Remaining);
        });

        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)), (during, deadline.Remaining));
    }

    [Fact]
    public void Work_on_this_thread_does_not_count_either()
    {
        var deadline = new Deadline(TimeSpan.FromSeconds(10), _clock);

        deadline.Exclude(() => _clock.Advance(TimeSpan.FromMinutes(1)));
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(7), deadline.Remaining);
    }

    [Fact]
    public async Task Progress_restarts_the_limit_of_running_work()
    {
        var silence = new Deadline(TimeSpan.FromSeconds(10), _clock);
        Task<bool> work = silence.RunAsync(WaitForever, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(9));
        silence.Restart();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(work.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<SnapshotTimeoutException>(() => work);
    }

    [Fact]
    public async Task A_shortened_limit_ends_running_work()
    {
        var deadline = new Deadline(null, _clock);
        Task<bool> work = deadline.RunAsync(WaitForever, Cancelled);
        deadline.ShortenTo(TimeSpan.FromSeconds(8));
        _clock.Advance(TimeSpan.FromSeconds(8));

        await Assert.ThrowsAsync<SnapshotTimeoutException>(() => work);
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
    }

    [Fact]
    public async Task A_final_read_has_its_time_after_the_limit()
    {
        var deadline = new Deadline(TimeSpan.FromSeconds(5), _clock, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("read", (await deadline.ReadFinallyAsync(static _ => Task.FromResult("read")))?.Value);

        Task<Found<bool>?> silent = deadline.ReadFinallyAsync(WaitForever);
        _clock.Advance(Deadline.FinalReadTime);
        Assert.Null(await silent);
    }

    private async Task<bool> WaitForever(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        return true;
    }
}
