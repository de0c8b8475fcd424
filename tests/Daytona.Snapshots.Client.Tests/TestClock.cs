using Microsoft.Extensions.Time.Testing;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>A clock that stands still until it is moved, and knows who waits by it.</summary>
internal sealed class TestClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
{
    private readonly object _gate = new();
    private readonly List<Wait> _waits = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this, base.CreateTimer(callback, state, dueTime, period), dueTime);
        lock (_gate)
        {
            _waits.Add(wait);
            _changed.TrySetResult();
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
            Task changed;
            lock (_gate)
            {
                if (_waits.Find(wait => wait.Time == time) is { } found)
                {
                    _waits.Remove(found);
                    return;
                }

                changed = NextChange();
            }

            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private Task NextChange()
    {
        if (_changed.Task.IsCompleted) _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _changed.Task;
    }

    private void Forget(Wait wait)
    {
        lock (_gate)
        {
            _waits.Remove(wait);
            _changed.TrySetResult();
        }
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
