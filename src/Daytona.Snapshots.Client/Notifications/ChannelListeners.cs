using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>One listener of the channel.</summary>
internal abstract class ChannelListener(NotificationChannel? channel) : Listener
{
    /// <inheritdoc/>
    public sealed override bool IsLive => channel?.IsOpen == true;

    /// <summary>Closes the channel if this was the last listener.</summary>
    public sealed override void Dispose() => channel?.Remove(this);

    internal void NoteChannelChange() => RaiseGap();
}

/// <summary>A listener for snapshots, with the notifications that concern it.</summary>
internal sealed class SnapshotListener(NotificationChannel? channel, Func<Snapshot, bool> concerns) : ChannelListener(channel)
{
    private readonly ConcurrentQueue<SnapshotNotification> _notifications = new();

    /// <summary>A listener that is never notified, for operations that do not wait.</summary>
    public static SnapshotListener None { get; } = new(channel: null, static _ => false);

    /// <summary>The next notification; null if there is none left.</summary>
    public SnapshotNotification? Take() => _notifications.TryDequeue(out SnapshotNotification? notification) ? notification : null;

    /// <summary>Drops the notifications so far: they concern an earlier snapshot, or are part of what is read next.</summary>
    public void Clear()
    {
        while (Take() is not null)
        {
        }
    }

    internal void Receive(SnapshotNotification notification)
    {
        if (!concerns(notification.Snapshot)) return;
        _notifications.Enqueue(notification);
        RaiseSignal();
    }
}

/// <summary>A listener for one sandbox. It is signaled when the state changes; the sandbox itself is then read.</summary>
internal sealed class SandboxListener(NotificationChannel channel, string id) : ChannelListener(channel)
{
    internal void Receive(string? sandboxId)
    {
        if (string.Equals(sandboxId, id, StringComparison.OrdinalIgnoreCase)) RaiseSignal();
    }
}

/// <summary>A notification of the service about a snapshot. The snapshot may have changed again since it was sent.</summary>
/// <param name="Snapshot">The current snapshot. Has no ID if it was removed, because the service omits it.</param>
/// <param name="IsRemoval">Whether the snapshot was removed.</param>
internal sealed record SnapshotNotification(Snapshot Snapshot, bool IsRemoval);
