using System.Net;
using System.Net.Sockets;

namespace Daytona.Tests;

/// <summary>Passes connections on to a server, both ways. What clients send passes through <see cref="SendAsync"/>.</summary>
internal abstract class ForwardingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _host;
    private readonly int _port;

    protected ForwardingProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The host and port of this end.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Canceled when the proxy is closed.</summary>
    protected CancellationToken Stopping => _stop.Token;

    /// <summary>Closes the proxy.</summary>
    public virtual void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Passes bytes of a client on. An IOException ends the connection.</summary>
    /// <param name="to">The server.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="sentBefore">What the connection has sent before.</param>
    protected abstract Task SendAsync(Stream to, ReadOnlyMemory<byte> bytes, long sentBefore);

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Closed.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_host, _port, _stop.Token);
                Task back = server.GetStream().CopyToAsync(client.GetStream(), _stop.Token);
                byte[] buffer = new byte[64 * 1024];
                long sent = 0;
                while (await client.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and int read)
                {
                    await SendAsync(server.GetStream(), buffer.AsMemory(0, read), sent);
                    sent += read;
                }

                server.Client.Shutdown(SocketShutdown.Send);
                await back;
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // As if the network had failed, or a side has closed the connection.
            }
        }
    }
}
