#if NET
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
#endif

namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>Creates the HTTP client of a container engine. .NET Framework does not support sockets for HTTP.</summary>
internal static class EngineHttp
{
#if NET
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A client of the engine at an address. Its requests go to the host <c>engine</c>.</summary>
    public static HttpClient Create(EngineAddress address) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = async (_, cancellationToken) => await ConnectAsync(address, cancellationToken).ConfigureAwait(false),
            UseCookies = false,
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://engine/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private static async Task<Stream> ConnectAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        if (address.PipeName is { } pipeName)
        {
            var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync(ConnectTimeout, cancellationToken).ConfigureAwait(false);
            return pipe;
        }

        bool unix = address.SocketPath is not null;
        if (!unix && address.Host is null) throw new NotSupportedException("only unix:, npipe: and tcp: addresses are supported.");

        var socket = unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            EndPoint endPoint = unix
                ? new UnixDomainSocketEndPoint(address.SocketPath!)
                : new DnsEndPoint(address.Host!.Host, address.Host.Port);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
#else
    /// <summary>Throws, because .NET Framework does not support it.</summary>
    public static HttpClient Create(EngineAddress address) => throw new LocalImageException(
        LocalImageFailure.EngineUnsupported,
        $"Windows PowerShell can't open {address}. Use PowerShell 7, or publish an archive: docker save -o image.tar NAME.");
#endif
}
