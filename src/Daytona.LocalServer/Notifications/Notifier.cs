using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Daytona.Local.Notifications;

/// <summary>Turns changes of snapshots and sandboxes into events of the notification channel.</summary>
internal sealed class Notifier(NotificationChannel channel, SandboxJson format)
{
    public void Report(SnapshotChange change) => channel.Publish(
        change.Kind,
        change.OrganizationId,
        change.Name,
        () =>
        {
            string snapshot = Encoding.UTF8.GetString(change.Json);
            return change.Kind == SnapshotChange.StateUpdated
                ? $"{{\"snapshot\":{snapshot},{States(change.OldState!, change.NewState)}}}"
                : snapshot;
        });

    public void Report(SandboxChange change) => channel.Publish(
        change.Kind,
        change.Sandbox.OrganizationId,
        change.Sandbox.Name,
        () =>
        {
            string sandbox = Write(change.Sandbox);
            return change.Kind == SandboxChange.StateUpdated
                ? $"{{\"sandbox\":{sandbox},{States(change.OldState, change.Sandbox.State)}}}"
                : sandbox;
        });

    private string Write(LocalSandbox sandbox)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, SnapshotJson.WriterOptions))
            format.Write(json, sandbox, SandboxView.Changed);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string States(string before, string after) => $"\"oldState\":\"{before}\",\"newState\":\"{after}\"";
}
