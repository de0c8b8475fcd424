using System.Net;
using System.Net.Sockets;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Passes connections on to a server, and cuts the first that has sent so many bytes.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private long _cutAfter;

    public CuttingProxy(Uri target, long cutAfter)
    {
        (_target, _cutAfter) = (target, cutAfter);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Bytes that clients sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether a connection was cut.</summary>
    public bool HasCut { get; private set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                Task back = server.GetStream().CopyToAsync(client.GetStream(), _stop.Token);
                await ForwardAsync(client.GetStream(), server.GetStream());
                server.Client.Shutdown(SocketShutdown.Send);
                await back;
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // As if the network had failed.
            }
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[64 * 1024];
        long sent = 0;
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and int read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            Sent += read;
            sent += read;
            if (sent < Volatile.Read(ref _cutAfter) || Interlocked.Exchange(ref _cutAfter, long.MaxValue) == long.MaxValue) continue;

            HasCut = true;
            throw new IOException("Cut.");
        }
    }
}
