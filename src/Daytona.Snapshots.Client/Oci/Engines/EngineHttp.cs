#if NET
using System.IO.Pipes;
using System.Net.Sockets;
#endif

namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>Creates the HTTP client of a container engine. .NET Framework does not support sockets for HTTP.</summary>
internal static class EngineHttp
{
#if NET
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A client of the engine at an address.</summary>
    public static HttpClient Create(EngineAddress address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout, UseCookies = false, UseProxy = false };
        if (address.Host is null) handler.ConnectCallback = async (_, cancellationToken) => await ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        return new HttpClient(handler) { BaseAddress = address.Host ?? new Uri("http://engine/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async Task<Stream> ConnectAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        if (address.PipeName is { } pipeName)
        {
            var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync(ConnectTimeout, cancellationToken).ConfigureAwait(false);
            return pipe;
        }

        string path = address.SocketPath ?? throw new NotSupportedException("only unix:, npipe: and tcp: addresses are supported.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
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
