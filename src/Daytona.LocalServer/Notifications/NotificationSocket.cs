using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Daytona.Local.Notifications;

/// <summary>One client of the notification channel. The first digit of a frame is Engine.IO's, the second Socket.IO's.</summary>
internal sealed class NotificationSocket(
    WebSocket webSocket, AccessControl access, string? organizationIdOfQuery, TimeProvider time)
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    private readonly Channel<(string? Frame, TimeSpan Delay)> _outbox = Channel.CreateUnbounded<(string?, TimeSpan)>();
    private int _events;
    private volatile TaskCompletionSource? _pong;

    public bool HasJoined { get; private set; }

    /// <summary>Whether it has not been closed or aborted. Its task may end a little later.</summary>
    public bool IsOpen => webSocket.State == WebSocketState.Open;

    /// <summary>Whether it ends instead of sending its first event, which is then lost.</summary>
    public bool ClosesAtFirstEvent { get; init; }

    /// <summary>Whether it never sends anything, not even its greeting.</summary>
    public bool IsMute { get; init; }
    public string? OrganizationId { get; private set; }

    public int Events => Volatile.Read(ref _events);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        const string Terms = "\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000";
        Post($"0{{\"sid\":\"{MakeId()}\",{Terms}}}");
        Task[] others = IsMute ? [] : [SendAllAsync(end.Token), PingAsync(end.Token)];
        try
        {
            await ReceiveAllAsync(end.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client disconnected, or a fault disconnected it.
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            foreach (Task other in others) await other.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            webSocket.Abort();
        }
    }

    public void Send(string frame, TimeSpan delay)
    {
        Interlocked.Increment(ref _events);
        if (ClosesAtFirstEvent) Abort();
        _outbox.Writer.TryWrite((frame, delay));
    }

    public void CloseWhenSent() => _outbox.Writer.TryWrite((null, TimeSpan.Zero));

    public void Abort() => webSocket.Abort();

    private void Post(string frame) => _outbox.Writer.TryWrite((frame, TimeSpan.Zero));

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        await foreach ((string? frame, TimeSpan delay) in _outbox.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (delay > TimeSpan.Zero) await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            if (frame is null)
            {
                await webSocket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, cancellationToken).ConfigureAwait(false);
                return;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(frame);
            await webSocket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(PingInterval, time, cancellationToken).ConfigureAwait(false);
            var pong = _pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Post("2");
            try
            {
                await pong.Task.WaitAsync(PingTimeout, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                Abort();
                return;
            }
        }
    }

    private async Task ReceiveAllAsync(CancellationToken cancellationToken)
    {
        var message = new MemoryStream();
        byte[] buffer = new byte[4096];
        while (message.Length <= 1_000_000)
        {
            WebSocketReceiveResult received = await webSocket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
                return;
            }

            message.Write(buffer, 0, received.Count);
            if (!received.EndOfMessage) continue;
            string frame = Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
            message.SetLength(0);
            if (!Handle(frame)) return;
        }
    }

    /// <returns>Whether the connection continues.</returns>
    private bool Handle(string frame)
    {
        switch (frame)
        {
            case "3":
                _pong?.TrySetResult();
                return true;
            case ['4', '0', '/', ..]:
                Post($"44{frame[2..].Split(',')[0]},{{\"message\":\"Invalid namespace\"}}");
                return true;
            case ['4', '0', ..]:
                HasJoined = TryJoin(frame[2..]);
                Post(HasJoined ? $"40{{\"sid\":\"{MakeId()}\"}}" : "44{\"message\":\"Unauthorized\"}");
                return true;
            case ['4', '1', ..]:
                HasJoined = false;
                return true;
            default:
                // 1 is a client that disconnects. The service ignores events of clients, and any other frame ends the connection.
                return frame.StartsWith('4');
        }
    }

    private bool TryJoin(string credentials)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(credentials.Length == 0 ? "{}" : credentials);
            if (new BodyFields(json.RootElement).Text("token") is not { } token) return false;
            Caller? caller = access.Authenticate(token, organizationIdOfQuery);
            // A token without an organization joins only its user's room; one with another's organization joins none.
            if (caller?.User is null || (caller.Organization is null && organizationIdOfQuery is not null)) return false;
            OrganizationId = caller.Organization?.Id;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string MakeId() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(15)).Replace('+', '-').Replace('/', '_');
}
