using System.Collections.Concurrent;

namespace Daytona.Local.Hosting;

/// <summary>Runs steps later, by the server's clock.</summary>
internal sealed class Scheduler(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ITimer, byte> _timers = new();
    private volatile bool _isStopped;

    /// <summary>Runs a step after a delay, on another thread; never if the delay is infinite or the server has stopped.</summary>
    public void After(TimeSpan delay, Action step)
    {
        if (_isStopped || delay == Timeout.InfiniteTimeSpan) return;
        if (delay <= TimeSpan.Zero)
        {
            // Never on the caller's stack: a creation is answered as pending, however short that state is.
            ThreadPool.UnsafeQueueUserWorkItem(static action => action(), step, preferLocal: false);
            return;
        }

        ITimer? timer = null;
        timer = time.CreateTimer(_ =>
        {
            if (timer is not null && _timers.TryRemove(timer, out byte _)) timer.Dispose();
            if (!_isStopped) step();
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timers[timer] = 0;
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _isStopped = true;
        foreach (ITimer timer in _timers.Keys) timer.Dispose();
    }
}

/// <summary>Lets tasks wait until a change makes a condition hold.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _changed = Create();

    public void Raise() => Interlocked.Exchange(ref _changed, Create()).TrySetResult();

    /// <summary>Waits until a condition holds; it is checked now and after every change.</summary>
    public async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the check, so that no change between the two is missed.
            Task changed = Volatile.Read(ref _changed).Task;
            if (condition()) return;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
