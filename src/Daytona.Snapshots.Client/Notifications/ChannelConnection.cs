using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>
/// One connection to the notification channel: Socket.IO 4 over a WebSocket. The first digit of a frame is Engine.IO's, the second
/// Socket.IO's. A library for it would be larger, and none supports the proxy and the certificates of the options.
/// </summary>
internal sealed class ChannelConnection(DaytonaClientOptions options) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ArraySegment<byte> _buffer = new(new byte[8 * 1024]);

    /// <summary>Connects and logs in.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var url = new UriBuilder(options.ApiUrl)
        {
            Scheme = options.ApiUrl.Scheme == Uri.UriSchemeHttps ? "wss" : "ws",
            Path = options.ApiUrl.AbsolutePath.TrimEnd('/') + "/socket.io/",
            // The user of an access token may belong to several organizations. With an API key, the service ignores it.
            Query = "EIO=4&transport=websocket" + (options.OrganizationId is { } id ? "&organizationId=" + Uri.EscapeDataString(id) : ""),
        };
        _socket.Options.Proxy = new ServiceProxy(options);
        if (options.SkipCertificateCheck)
        {
#if NET
#pragma warning disable CA5359 // The option says so.
            _socket.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
#else
            if (url.Scheme == "wss") throw new NotSupportedException("on .NET Framework, its certificate can't be left unchecked");
#endif
        }

        await _socket.ConnectAsync(url.Uri, cancellationToken).ConfigureAwait(false);
        // The server's greeting.
        await ReceiveFrameAsync(cancellationToken).ConfigureAwait(false);
        string login = JsonSerializer.Serialize(new Dictionary<string, string> { ["token"] = options.Credential.Reveal() });
        await SendAsync("40" + login, cancellationToken).ConfigureAwait(false);
        string response = await ReceiveFrameAsync(cancellationToken).ConfigureAwait(false);
        if (!IsOfKind(response, "40")) throw new IOException($"the service responded with {response}");
    }

    /// <summary>Waits for the next event: an array of its name and its value.</summary>
    public async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            string frame = await ReceiveFrameAsync(cancellationToken).ConfigureAwait(false);
            if (IsOfKind(frame, "42")) return frame.Substring(2);
            if (IsOfKind(frame, "41")) throw new IOException("the service ended it");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<string> ReceiveFrameAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        while (true)
        {
            WebSocketReceiveResult received = await _socket.ReceiveAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) throw new IOException("the service closed it");
            message.Write(_buffer.Array!, 0, received.Count);
            if (!received.EndOfMessage) continue;
            string frame = Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
            if (frame != "2") return frame;
            // A ping, and its answer.
            message.SetLength(0);
            await SendAsync("3", cancellationToken).ConfigureAwait(false);
        }
    }

    private Task SendAsync(string frame, CancellationToken cancellationToken) => _socket.SendAsync(
        new ArraySegment<byte>(Encoding.UTF8.GetBytes(frame)), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private static bool IsOfKind(string frame, string kind) => frame.StartsWith(kind, StringComparison.Ordinal);
}
