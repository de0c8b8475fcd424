using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>A listener for snapshots, with the notifications that concern it.</summary>
internal sealed class SnapshotListener(NotificationChannel? channel, Func<Snapshot, bool> concerns) : ChannelListener(channel)
{
    private readonly ConcurrentQueue<SnapshotNotification> _notifications = new();

    /// <summary>A listener that is never notified, for operations that do not wait.</summary>
    public static SnapshotListener None { get; } = new(channel: null, static _ => false);

    /// <summary>The next notification; null if there is none left.</summary>
    public SnapshotNotification? Take() => _notifications.TryDequeue(out SnapshotNotification? notification) ? notification : null;

    internal void Receive(SnapshotNotification notification)
    {
        if (!concerns(notification.Snapshot)) return;
        _notifications.Enqueue(notification);
        RaiseSignal();
    }
}
