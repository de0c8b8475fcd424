namespace Daytona.Snapshots.Client.Notifications;

/// <summary>One listener of the channel, and a signal that there is something new.</summary>
internal abstract class ChannelListener(NotificationChannel? channel) : IDisposable
{
    private TaskCompletionSource<bool> _signal = NewSignal();
    private int _gap;

    /// <summary>Whether notifications arrive; otherwise, waits poll.</summary>
    public bool IsLive => channel?.IsOpen == true;

    /// <summary>Ends when a notification has come, or the channel was opened or lost, since the last <see cref="Reset"/>.</summary>
    public Task Signal => Volatile.Read(ref _signal).Task;

    /// <summary>Resets <see cref="Signal"/> for the next notification.</summary>
    /// <returns>Whether notifications may have been missed since the last time, so that only a read shows the state.</returns>
    public bool Reset()
    {
        // In this order, so that a gap that comes meanwhile is noticed now or signals again.
        Volatile.Write(ref _signal, NewSignal());
        return Interlocked.Exchange(ref _gap, 0) == 1;
    }

    /// <summary>Closes the channel if this was the last listener.</summary>
    public void Dispose() => channel?.Remove(this);

    internal void NoteChannelChange()
    {
        Volatile.Write(ref _gap, 1);
        RaiseSignal();
    }

    protected void RaiseSignal() => _signal.TrySetResult(true);

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
