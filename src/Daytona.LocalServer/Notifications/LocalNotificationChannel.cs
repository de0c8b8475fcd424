using System.Collections.Concurrent;
using System.Text;

namespace Daytona.Local.Notifications;

/// <summary>The service's notification channel: Socket.IO 4 over WebSocket at <c>/api/socket.io/</c>. Faults for that path apply to its handshake.</summary>
public sealed class LocalNotificationChannel
{
    private readonly ConcurrentDictionary<NotificationSocket, byte> _sockets = new();
    private readonly AccessControl _access;
    private readonly TimeProvider _time;

    internal LocalNotificationChannel(AccessControl access, TimeProvider time) => (_access, _time) = (access, time);

    /// <summary>Whether the channel is enabled. Otherwise, its path is a 404, as on a server without a channel.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How many times an event is sent, by its kind, such as <c>snapshot.removed</c>, and the name of the snapshot or sandbox; null for once.</summary>
    public Func<string, string, int>? Copies { get; set; }

    /// <summary>The delay of every event.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The number of events after which a connection is closed; null for never.</summary>
    public int? CloseAfterEvents { get; set; }

    /// <summary>The number of clients that have joined and are still connected.</summary>
    public int Connections => _sockets.Keys.Count(static socket => socket is { HasJoined: true, IsOpen: true });

    /// <summary>Closes all connections, like a proxy that restarts.</summary>
    public void CloseConnections()
    {
        foreach (NotificationSocket socket in _sockets.Keys) socket.Abort();
    }

    /// <summary>Answers a handshake and serves the connection until it ends.</summary>
    internal async ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        string? refusal = call.Query["transport"] != "websocket" || !call.Context.WebSockets.IsWebSocketRequest
            ? """{"code":0,"message":"Transport unknown"}"""
            : call.Query["EIO"] != "4" ? """{"code":5,"message":"Unsupported protocol version"}""" : null;
        if (refusal is not null)
        {
            LocalResponse response = LocalResponse.Text(400, refusal, "application/json");
            response.Source = ResponseSource.Other;
            return response;
        }

        using var webSocket = await call.Context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var socket = new NotificationSocket(webSocket, _access, call.Query["organizationId"], _time)
        {
            IsMute = call.Fault?.Kind == FaultKind.StallBody,
            ClosesAtFirstEvent = call.Fault?.Kind == FaultKind.CloseDuring,
        };
        _sockets[socket] = 0;
        try
        {
            await socket.RunAsync(call.Aborted).ConfigureAwait(false);
        }
        finally
        {
            _sockets.TryRemove(socket, out _);
        }

        return LocalResponse.Sent;
    }

    /// <summary>Reports a change of a snapshot, with its JSON.</summary>
    internal void Report(LocalSnapshot snapshot, string kind, string? oldState, byte[] json) => Publish(
        kind, snapshot.OrganizationId, snapshot.Name, () => Write("snapshot", Encoding.UTF8.GetString(json), oldState, snapshot.State));

    /// <summary>Reports a new sandbox, or a new state of one.</summary>
    internal void Report(LocalSandbox sandbox, LocalSandboxJson format, string? oldState) => Publish(
        oldState is null ? "sandbox.created" : "sandbox.state.updated",
        sandbox.OrganizationId,
        sandbox.Name,
        () => Write("sandbox", format.Write(sandbox, SandboxView.Changed).ToJsonString(LocalJson.Options), oldState, sandbox.State));

    private static string Write(string kind, string json, string? oldState, string state) => oldState is null
        ? json
        : $"{{\"{kind}\":{json},\"oldState\":\"{oldState}\",\"newState\":\"{state}\"}}";

    // Called in order; returns immediately.
    private void Publish(string kind, string organizationId, string name, Func<string> write)
    {
        if (_sockets.IsEmpty) return;

        int copies = Copies?.Invoke(kind, name) ?? 1;
        string? message = null;
        foreach (NotificationSocket socket in _sockets.Keys)
        {
            if (!socket.HasJoined || socket.OrganizationId != organizationId) continue;
            message ??= $"42[\"{kind}\",{write()}]";
            for (int i = 0; i < copies; i++) socket.Send(message, Delay);
            if (copies > 0 && socket.Events >= CloseAfterEvents) socket.CloseWhenSent();
        }
    }
}
