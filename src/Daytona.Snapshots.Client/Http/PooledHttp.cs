using System.Net;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Makes the one HttpClient of a connection.</summary>
internal static class PooledHttp
{
    /// <summary>
    /// A client whose connections are kept and shared, that keeps no cookies, and that never follows a redirect: a
    /// credential must not travel to a host that its owner did not name.
    /// </summary>
    public static HttpClient Create()
    {
#if NET
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            // A long-lived shell must notice when the name moves to another address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        };
#else
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // .NET Framework allows two connections to a host unless told otherwise.
            MaxConnectionsPerServer = 64,
            UseCookies = false,
        };
#endif
        // Every request has its own limit, so that a followed log may last as long as the build.
        return new HttpClient(new ThisMachineHandler(handler)) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
