using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>A listener of the channel: the notifications that concern it, and a signal for new ones.</summary>
internal sealed class SnapshotListener(SnapshotChannel? channel, Func<Snapshot, bool> concerns) : IDisposable
{
    private readonly ConcurrentQueue<SnapshotNotification> _notifications = new();
    private TaskCompletionSource<bool> _signal = NewSignal();
    private int _gap;

    /// <summary>A listener that is never notified, for operations that do not wait.</summary>
    public static SnapshotListener None { get; } = new(channel: null, static _ => false);

    /// <summary>Whether notifications arrive; otherwise, waits poll.</summary>
    public bool IsLive => channel?.IsOpen == true;

    /// <summary>
    /// Completes when a notification was received, or the channel was opened or lost, since the last <see cref="Reset"/>.
    /// </summary>
    public Task Signal => Volatile.Read(ref _signal).Task;

    /// <summary>Resets <see cref="Signal"/> for the next notification.</summary>
    /// <returns>Whether notifications may have been missed since the last call, so that a poll is needed.</returns>
    public bool Reset()
    {
        // In this order, so that a concurrent gap is either reported now or signals again.
        Volatile.Write(ref _signal, NewSignal());
        return Interlocked.Exchange(ref _gap, 0) == 1;
    }

    /// <summary>The next notification, or null if there is none.</summary>
    public SnapshotNotification? Take() => _notifications.TryDequeue(out SnapshotNotification? notification) ? notification : null;

    /// <summary>Closes the channel if this was the last listener.</summary>
    public void Dispose() => channel?.Remove(this);

    internal void Receive(SnapshotNotification notification)
    {
        if (!concerns(notification.Snapshot)) return;
        _notifications.Enqueue(notification);
        _signal.TrySetResult(true);
    }

    internal void ReceiveChannelChange()
    {
        Volatile.Write(ref _gap, 1);
        _signal.TrySetResult(true);
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
