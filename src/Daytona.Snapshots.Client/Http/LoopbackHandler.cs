namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Connects names such as <c>proxy.localhost</c>, which a self-hosted Daytona uses for its parts, to this machine. RFC 6761
/// allows no other meaning, but the resolvers of Windows, of macOS and of many Linux systems do not know them.
/// </summary>
internal sealed class LoopbackHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } url && url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            // The server distinguishes its parts by this header; TLS, too, goes by it.
            request.Headers.Host ??= url.Authority;
            request.RequestUri = new UriBuilder(url) { Host = "localhost" }.Uri;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
