using System.Text;

namespace Daytona.Local.Notifications;

/// <summary>Turns changes of snapshots and sandboxes into events of the notification channel.</summary>
internal sealed class Notifier(LocalNotificationChannel channel, LocalSandboxJson format)
{
    public void Report(LocalSnapshotChange change) => channel.Publish(
        change.Kind,
        change.Snapshot.OrganizationId,
        change.Snapshot.Name,
        () => Write("snapshot", Encoding.UTF8.GetString(change.Json), change.OldState, change.Snapshot.State));

    public void Report(LocalSandbox sandbox, string? oldState) => channel.Publish(
        oldState is null ? "sandbox.created" : "sandbox.state.updated",
        sandbox.OrganizationId,
        sandbox.Name,
        () => Write("sandbox", format.Write(sandbox, SandboxView.Changed).ToJsonString(LocalJson.Options), oldState, sandbox.State));

    private static string Write(string kind, string json, string? oldState, string state) => oldState is null
        ? json
        : $"{{\"{kind}\":{json},\"oldState\":\"{oldState}\",\"newState\":\"{state}\"}}";
}
