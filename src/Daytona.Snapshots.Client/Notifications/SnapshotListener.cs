using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>One listener's share of the channel: the notices that concern it, and a signal that there is something new.</summary>
internal sealed class SnapshotListener(SnapshotChannel? channel, Func<Snapshot, bool> concerns) : IDisposable
{
    private readonly ConcurrentQueue<SnapshotNotice> _notices = new();
    private TaskCompletionSource<bool> _signal = NewSignal();
    private int _gap;

    /// <summary>A listener that is never notified, for operations that do not wait.</summary>
    public static SnapshotListener None { get; } = new(channel: null, static _ => false);

    /// <summary>Whether notifications arrive; otherwise, waits poll.</summary>
    public bool IsLive => channel?.IsOpen == true;

    /// <summary>Ends when a notice has come, or the channel was opened or lost, since the last <see cref="Reset"/>.</summary>
    public Task Signal => Volatile.Read(ref _signal).Task;

    /// <summary>Makes <see cref="Signal"/> wait for what comes next.</summary>
    /// <returns>Whether notices may have been missed since the last time, so that only a look tells.</returns>
    public bool Reset()
    {
        // In this order, so that a gap that comes meanwhile is told now or signals again.
        Volatile.Write(ref _signal, NewSignal());
        return Interlocked.Exchange(ref _gap, 0) == 1;
    }

    /// <summary>The next notice; null where there is none left.</summary>
    public SnapshotNotice? Take() => _notices.TryDequeue(out SnapshotNotice? notice) ? notice : null;

    /// <summary>Closes the channel if this was the last listener.</summary>
    public void Dispose() => channel?.Remove(this);

    internal void Hear(SnapshotNotice notice)
    {
        if (!concerns(notice.Snapshot)) return;
        _notices.Enqueue(notice);
        _signal.TrySetResult(true);
    }

    internal void HearOfChannel()
    {
        Volatile.Write(ref _gap, 1);
        _signal.TrySetResult(true);
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
