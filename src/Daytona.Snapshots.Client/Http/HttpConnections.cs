using System.Net;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Creates HttpClients.</summary>
internal static class HttpConnections
{
    /// <summary>
    /// An HttpClient whose connections are kept and shared, that keeps no cookies, and that never follows a redirect: a
    /// credential must not be sent to a host that its owner did not specify.
    /// </summary>
    public static HttpClient Create(ServiceProxy proxy, bool skipCertificateCheck, Func<HttpMessageHandler, HttpMessageHandler>? wrap = null)
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
        if (skipCertificateCheck) handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
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
        if (skipCertificateCheck) handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
#endif
        // Every request has its own limit, so that a followed log may last as long as the build.
        return new HttpClient(new SentOnceHandler(new LoopbackHandler(wrap?.Invoke(handler) ?? handler))) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
