using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Daytona.Snapshots.Client.Tests.Http;

/// <summary>A server below HTTP: it reads the head of each request, and responds with bytes of the test or closes the connection.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly Func<int, string?> _respond;
    private readonly Task _accepting;

    /// <summary>Starts a server.</summary>
    /// <param name="respond">The response to the request of a number, from 1; null to close the connection without one.</param>
    public RawServer(Func<int, string?> respond)
    {
        _respond = respond;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The heads of the requests so far.</summary>
    public IReadOnlyList<string> Heads => [.. _heads];

    /// <summary>A response with a status and a JSON body.</summary>
    public static string Json(string status, string body, string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // The server was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ReadHeadAsync(stream) is { } head)
                {
                    _heads.Enqueue(head);
                    if (_respond(_heads.Count) is not { } response) return;
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(response));
                    if (response.Contains("Connection: close", StringComparison.Ordinal)) return;
                }
            }
            catch (IOException)
            {
                // The client closed the connection.
            }
        }
    }

    private static async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) return head.ToString();
        }

        return null;
    }
}
