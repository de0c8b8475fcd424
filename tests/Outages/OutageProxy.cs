#nullable enable
using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

/// <summary>A proxy in front of a server. While it is stopped, it is to its clients a process that was killed.</summary>
public sealed class OutageProxy : IDisposable
{
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly int _target;
    private TcpListener? _listener;

    /// <summary>Starts a proxy on a free port.</summary>
    /// <param name="target">The port of the server.</param>
    public OutageProxy(int target)
    {
        _target = target;
        Start();
    }

    /// <summary>The port, which stays the same.</summary>
    public int Port { get; private set; }

    /// <summary>Accepts connections.</summary>
    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    /// <summary>Resets all connections, and refuses new ones.</summary>
    public void Stop()
    {
        _listener!.Stop();
        foreach (Socket socket in _sockets.Keys)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }

        _sockets.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = RelayAsync(await listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets[client] = _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Either side has ended.
        }
        finally
        {
            _sockets.TryRemove(client, out _);
            _sockets.TryRemove(server, out _);
            client.Dispose();
            server.Dispose();
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, SocketFlags.None) is var count and > 0) await to.SendAsync(buffer.AsMemory(0, count), SocketFlags.None);
    }
}
