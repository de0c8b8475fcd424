using System.Net;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Creates HttpClients.</summary>
internal static class HttpConnections
{
    /// <summary>
    /// An HttpClient whose connections are kept and shared, that keeps no cookies, and that never follows a redirect: a
    /// credential must not be sent to a host that its owner did not specify.
    /// </summary>
    public static HttpClient Create(ServiceProxy proxy, DaytonaClientOptions options)
    {
#if NET
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            // A long-lived shell must notice when the name moves to another address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            Proxy = proxy,
            UseCookies = false,
        };
#pragma warning disable CA5359 // The option says so.
        if (options.SkipCertificateCheck) handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
#else
        // Windows PowerShell itself may still be set to older versions only. Zero means that Windows chooses.
        if (ServicePointManager.SecurityProtocol != 0) ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            // ContentStream decompresses, so that it can close the connection under a decompressor that reads.
            AutomaticDecompression = DecompressionMethods.None,
            // .NET Framework allows two connections to a host by default.
            MaxConnectionsPerServer = 64,
            Proxy = proxy,
            UseCookies = false,
        };
        if (options.SkipCertificateCheck) handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
#endif
        // Every request has its own limit, so that a followed log may last as long as the build.
        return new HttpClient(new SendingHandler(options.WrapHandler?.Invoke(handler) ?? handler)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private sealed class SendingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        /// <inheritdoc/>
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // SocketsHttpHandler sends a request without content again by itself if the connection breaks before the response: the
            // second response would then be about what the first request did.
            if (request.Method != HttpMethod.Get) request.Content ??= new ByteArrayContent([]);

            // A self-hosted Daytona uses names such as proxy.localhost for its parts. RFC 6761 allows them no other meaning than this
            // machine, but the resolvers of Windows, of macOS and of many Linux systems do not know them.
            if (request.RequestUri is { } url && url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            {
                // The server distinguishes its parts by this header; TLS, too, goes by it.
                request.Headers.Host ??= url.Authority;
                request.RequestUri = new UriBuilder(url) { Host = "localhost" }.Uri;
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
