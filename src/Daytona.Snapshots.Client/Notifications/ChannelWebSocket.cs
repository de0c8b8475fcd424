using System.Net.WebSockets;
using System.Reactive.Subjects;
using Daytona.Snapshots.Client.Http;
using SocketIOClient.Transport;

namespace Daytona.Snapshots.Client.Notifications;

/// <summary>
/// The WebSocket of the notification channel, with the proxy and certificates of the options: SocketIOClient's own supports
/// neither.
/// </summary>
internal sealed class ChannelWebSocket : IClientWebSocket
{
    private readonly ClientWebSocket _socket = new();
    private readonly Subject<string> _texts = new();
    private readonly Subject<byte[]> _bytes = new();
    private readonly CancellationTokenSource _ended = new();
#if !NET
    private readonly bool _skipCertificateCheck;
#endif

    public ChannelWebSocket(DaytonaClientOptions options)
    {
        _socket.Options.Proxy = new ServiceProxy(options);
#if NET
#pragma warning disable CA5359 // The option says so.
        if (options.SkipCertificateCheck) _socket.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
#else
        _skipCertificateCheck = options.SkipCertificateCheck;
#endif
    }

    /// <inheritdoc/>
    public IObservable<string> TextObservable => _texts;

    /// <inheritdoc/>
    public IObservable<byte[]> BytesObservable => _bytes;

    /// <inheritdoc/>
    public async Task ConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
#if !NET
        if (_skipCertificateCheck && uri.Scheme == "wss")
        {
            throw new NotSupportedException("on .NET Framework, its certificate can't be left unchecked");
        }

#endif
        await _socket.ConnectAsync(uri, cancellationToken).ConfigureAwait(false);
        _ = ListenAsync();
    }

    /// <inheritdoc/>
    public Task SendAsync(byte[] bytes, TransportMessageType type, bool endOfMessage, CancellationToken cancellationToken) =>
        _socket.SendAsync(
            new ArraySegment<byte>(bytes),
            type == TransportMessageType.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
            endOfMessage,
            cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) =>
        _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);

    /// <inheritdoc/>
    public void AddHeader(string key, string val) => _socket.Options.SetRequestHeader(key, val);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _socket.Dispose();
        _ended.Dispose();
        _texts.Dispose();
        _bytes.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            byte[] buffer = new byte[8 * 1024];
            using var message = new MemoryStream();
            while (true)
            {
                WebSocketReceiveResult received = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer), _ended.Token)
                    .ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    _texts.OnError(new WebSocketException("Received a close message"));
                    return;
                }

                message.Write(buffer, 0, received.Count);
                if (!received.EndOfMessage) continue;
                byte[] whole = message.ToArray();
                message.SetLength(0);
                if (received.MessageType == WebSocketMessageType.Text) _texts.OnNext(System.Text.Encoding.UTF8.GetString(whole));
                else _bytes.OnNext(whole);
            }
        }
        catch (Exception exception) when (!_ended.IsCancellationRequested)
        {
            _texts.OnError(exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or WebSocketException)
        {
            // It was closed from this side.
        }
    }
}
