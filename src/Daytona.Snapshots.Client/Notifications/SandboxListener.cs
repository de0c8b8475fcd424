namespace Daytona.Snapshots.Client.Notifications;

/// <summary>A listener for one sandbox. It is signaled when the state changes; the sandbox itself is then read.</summary>
internal sealed class SandboxListener(NotificationChannel channel, string id) : ChannelListener(channel)
{
    internal void Hear(string? sandboxId)
    {
        if (string.Equals(sandboxId, id, StringComparison.OrdinalIgnoreCase)) Ring();
    }
}
