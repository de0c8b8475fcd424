using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Daytona.Tests;

namespace Daytona.Benchmarks.Contenders;

/// <summary>
/// A link to a server on this machine that takes so many bytes a second. As a router does, it has a short queue, so that it is idle only
/// if nothing was sent, and not because a timer was late.
/// </summary>
/// <param name="port">The server's port.</param>
/// <param name="bytesPerSecond">The speed.</param>
internal sealed class ThrottlingProxy(int port, double bytesPerSecond) : ForwardingProxy(IPAddress.Loopback.ToString(), port)
{
    private const double QueueSeconds = 0.1;

    private readonly SemaphoreSlim _link = new(1, 1);
    private double _freeAt;
    private long _sent;

    /// <summary>The time that the link needs at least for the bytes that were sent, in milliseconds.</summary>
    public double LinkMilliseconds => Interlocked.Read(ref _sent) / bytesPerSecond * 1000;

    /// <summary>Counts from 0 again.</summary>
    public void Reset() => Interlocked.Exchange(ref _sent, 0);

    /// <summary>Measures a link itself: one connection sends bytes to a server that only reads.</summary>
    /// <returns>How many times the link's time it took.</returns>
    public static async Task<double> MeasureCopyAsync(double bytesPerSecond, int bytes)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var link = new ThrottlingProxy(((IPEndPoint)server.LocalEndpoint).Port, bytesPerSecond);
        Task<TcpClient> accepting = server.AcceptTcpClientAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(link.Address));
        using TcpClient accepted = await accepting;
        Task reading = accepted.GetStream().CopyToAsync(Stream.Null);
        long started = Stopwatch.GetTimestamp();
        await client.GetStream().WriteAsync(new byte[bytes]);
        client.Client.Shutdown(SocketShutdown.Send);
        await reading;
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / link.LinkMilliseconds;
    }

    /// <summary>Closes the link.</summary>
    public override void Dispose()
    {
        base.Dispose();
        _link.Dispose();
    }

    /// <summary>Waits until the queue has taken the bytes. Connections share it.</summary>
    protected override async Task SendAsync(Stream to, ReadOnlyMemory<byte> bytes, long sentBefore)
    {
        await _link.WaitAsync(Stopping);
        try
        {
            double now = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
            _freeAt = Math.Max(_freeAt, now) + (bytes.Length / bytesPerSecond);
            Interlocked.Add(ref _sent, bytes.Length);
            if (_freeAt - now > QueueSeconds) await Task.Delay(TimeSpan.FromSeconds(_freeAt - now - QueueSeconds), Stopping);
        }
        finally
        {
            _link.Release();
        }

        await to.WriteAsync(bytes, Stopping);
    }
}
