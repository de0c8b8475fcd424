using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Daytona.Benchmarks.Contenders;

/// <summary>A link to a server on this machine that takes so many bytes a second.</summary>
internal sealed class ThrottlingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _link = new(1, 1);
    private readonly double _bytesPerSecond;
    private readonly int _port;
    private double _freeAt;
    private long _sent;

    /// <summary>Opens the link.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="bytesPerSecond">The speed.</param>
    public ThrottlingProxy(int port, double bytesPerSecond)
    {
        (_port, _bytesPerSecond) = (port, bytesPerSecond);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The host and port of this end.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>The time that the link needs at least for the bytes that were sent, in milliseconds.</summary>
    public double LinkMilliseconds => Interlocked.Read(ref _sent) / _bytesPerSecond * 1000;

    /// <summary>Counts from 0 again.</summary>
    public void Reset() => Interlocked.Exchange(ref _sent, 0);

    /// <summary>Closes the link.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
        _link.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The measurement is over.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
                Task back = server.GetStream().CopyToAsync(client.GetStream(), _stop.Token);
                byte[] buffer = new byte[64 * 1024];
                int read;
                while ((read = await client.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
                {
                    await PassAsync(read);
                    await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                }

                server.Client.Shutdown(SocketShutdown.Send);
                await back;
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A side has closed the connection.
            }
        }
    }

    /// <summary>Waits until the link has taken bytes. Connections share it.</summary>
    private async Task PassAsync(int bytes)
    {
        await _link.WaitAsync(_stop.Token);
        try
        {
            double now = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
            _freeAt = Math.Max(_freeAt, now) + (bytes / _bytesPerSecond);
            Interlocked.Add(ref _sent, bytes);
            if (_freeAt - now > 0.01) await Task.Delay(TimeSpan.FromSeconds(_freeAt - now), _stop.Token);
        }
        finally
        {
            _link.Release();
        }
    }
}
