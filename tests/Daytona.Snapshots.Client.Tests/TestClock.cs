using Microsoft.Extensions.Time.Testing;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>A clock that stands still until it is moved, and knows who waits by it.</summary>
internal sealed class TestClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
{
    private readonly object _gate = new();
    private readonly List<Wait> _waits = [];
    private TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this, base.CreateTimer(callback, state, dueTime, period), dueTime);
        lock (_gate)
        {
            _waits.Add(wait);
            _begun.TrySetResult();
        }

        return wait;
    }

    /// <summary>Moves on by a time, as soon as somebody waits for exactly that.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await SeeAsync(time);
        Advance(time);
    }

    /// <summary>Waits until somebody waits for exactly that time. Each wait is seen once.</summary>
    public async Task SeeAsync(TimeSpan time)
    {
        while (true)
        {
            Task begun;
            lock (_gate)
            {
                if (_waits.Find(wait => wait.Time == time) is { } found)
                {
                    _waits.Remove(found);
                    return;
                }

                if (_begun.Task.IsCompleted) _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                begun = _begun.Task;
            }

            await begun.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private void Forget(Wait wait)
    {
        lock (_gate) _waits.Remove(wait);
    }

    private sealed class Wait(TestClock clock, ITimer timer, TimeSpan time) : ITimer
    {
        public TimeSpan Time => time;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            clock.Forget(this);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            clock.Forget(this);
            return timer.DisposeAsync();
        }
    }
}
