namespace Daytona.Snapshots.Client.Tests.Operations;

public sealed class BackoffTests
{
    private static readonly Backoff Schedule = new() { First = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(5) };

    private readonly HurriedClock _clock = new();
    private int _attempts;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_schedule_doubles_up_to_its_maximum()
    {
        await RunAsync(Schedule, failures: 5);

        Assert.Equal([1, 2, 4, 5, 5], Waits());
    }

    [Fact]
    public async Task The_delay_that_the_server_asks_for_goes_first()
    {
        await RunAsync(Schedule, failures: 2, static _ => new Repetition(TimeSpan.FromSeconds(17)));

        Assert.Equal([17, 17], Waits());
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_ends_the_attempts()
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(Schedule, failures: 2, static _ => null));

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task The_patience_ends_the_attempts()
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(Schedule with { Patience = TimeSpan.FromSeconds(9) }, failures: 99));

        Assert.Equal([1, 2, 4], Waits());
    }

    [Fact]
    public async Task The_number_of_attempts_is_limited()
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(Schedule with { MaxAttempts = 3 }, failures: 99));

        Assert.Equal(3, _attempts);
    }

    [Fact]
    public async Task Progress_starts_the_count_again()
    {
        await RunAsync(Schedule with { MaxAttempts = 3 }, failures: 6, position: () => _attempts / 2);

        Assert.Equal(7, _attempts);
    }

    [Fact]
    public async Task A_delay_that_exceeds_the_limit_is_not_waited_for()
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(Schedule, failures: 99, deadline: new Deadline(TimeSpan.FromSeconds(5), _clock)));

        Assert.Equal([1, 2], Waits());
    }

    [Fact]
    public async Task A_limit_in_a_repetition_reports_the_failure_before_it()
    {
        var clock = new TestClock();
        var deadline = new Deadline(TimeSpan.FromSeconds(10), clock);
        int attempts = 0;
        Task<int> work = Schedule.RunAsync<int>(
            async token =>
            {
                if (attempts++ == 0) throw new IOException("first");
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            static _ => Repetition.Scheduled,
            deadline,
            Cancelled);
        await clock.PassAsync(TimeSpan.FromSeconds(1));
        await clock.PassAsync(TimeSpan.FromSeconds(9));

        Assert.Equal("first", (await Assert.ThrowsAsync<IOException>(() => work)).Message);
    }

    private IEnumerable<double> Waits() => _clock.Waits.Select(static wait => wait.TotalSeconds);

    private Task<int> RunAsync(
        Backoff backoff, int failures, Func<Exception, Repetition?>? repeats = null, Deadline? deadline = null, Func<long>? position = null) =>
        backoff.RunAsync(
            _ => ++_attempts > failures ? Task.FromResult(_attempts) : throw new IOException("again"),
            repeats ?? (static _ => Repetition.Scheduled),
            deadline ?? new Deadline(null, _clock),
            Cancelled,
            position: position);
}
