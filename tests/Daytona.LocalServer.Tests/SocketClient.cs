using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Daytona.Local.Tests;

/// <summary>A client of the notification channel that speaks in frames.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<SocketClient> OpenAsync(LocalServer server, string query = "")
    {
        var client = new SocketClient();
        await client._socket.ConnectAsync(UrlOf(server, query), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Opens a connection and joins with the server's key.</summary>
    public static async Task<SocketClient> JoinAsync(LocalServer server)
    {
        SocketClient client = await OpenAsync(server);
        await client.ReceiveAsync();
        await client.SendAsync($"40{{\"token\":\"{server.ApiKey}\"}}");
        Assert.StartsWith("40", await client.ReceiveAsync(), StringComparison.Ordinal);
        return client;
    }

    public static async Task<HttpStatusCode> FailToOpenAsync(LocalServer server)
    {
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(UrlOf(server, ""), TestContext.Current.CancellationToken));
        return socket.HttpStatusCode;
    }

    public Task SendAsync(string frame) =>
        _socket.SendAsync(
            Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public async Task<string> ReceiveAsync()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[4096];
        while (true)
        {
            WebSocketReceiveResult received = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) throw new WebSocketException("closed");
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Uri UrlOf(LocalServer server, string query) =>
        new($"ws://{server.ApiUrl.Authority}/api/socket.io/?EIO=4&transport=websocket{query}");
}
