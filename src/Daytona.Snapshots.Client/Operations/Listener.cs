namespace Daytona.Snapshots.Client.Operations;

/// <summary>Receives signals that something may have changed, for a wait.</summary>
internal abstract class Listener : IDisposable
{
    private TaskCompletionSource<bool> _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _gap;
    private volatile bool _hasHeard;

    /// <summary>Whether signals arrive; otherwise, waits poll.</summary>
    public abstract bool IsLive { get; }

    /// <summary>Whether a signal has arrived. A channel that is silent may be one that does not deliver.</summary>
    public bool HasHeard => _hasHeard;

    /// <summary>Ends when a signal has come, or the channel was opened or lost, since the last <see cref="Reset"/>.</summary>
    public Task Signal => Volatile.Read(ref _signal).Task;

    /// <summary>Resets <see cref="Signal"/> for the next one.</summary>
    /// <returns>Whether signals may have been missed since the last time, so that only a read shows the state.</returns>
    public bool Reset()
    {
        // In this order, so that a gap that comes meanwhile is noticed now or signals again.
        Volatile.Write(ref _signal, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        return Interlocked.Exchange(ref _gap, 0) == 1;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Signals a change.</summary>
    protected void RaiseSignal()
    {
        _hasHeard = true;
        _signal.TrySetResult(true);
    }

    /// <summary>Signals that the channel was opened or lost.</summary>
    protected void RaiseGap()
    {
        Volatile.Write(ref _gap, 1);
        _signal.TrySetResult(true);
    }
}
