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
