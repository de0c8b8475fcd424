using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>A listener for snapshots, with the notices that concern it.</summary>
internal sealed class SnapshotListener(NotificationChannel? channel, Func<Snapshot, bool> concerns) : ChannelListener(channel)
{
    private readonly ConcurrentQueue<SnapshotNotice> _notices = new();

    /// <summary>A listener that is never notified, for operations that do not wait.</summary>
    public static SnapshotListener None { get; } = new(channel: null, static _ => false);

    /// <summary>The next notice; null if there is none left.</summary>
    public SnapshotNotice? Take() => _notices.TryDequeue(out SnapshotNotice? notice) ? notice : null;

    internal void Hear(SnapshotNotice notice)
    {
        if (!concerns(notice.Snapshot)) return;
        _notices.Enqueue(notice);
        Ring();
    }
}
