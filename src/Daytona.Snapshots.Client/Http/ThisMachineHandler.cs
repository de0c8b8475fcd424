namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Connects names as <c>proxy.localhost</c>, which a Daytona of one's own gives its parts, to this machine itself. They mean
/// nothing else (RFC 6761), but the resolvers of Windows, of macOS and of many Linux systems do not know them.
/// </summary>
internal sealed class ThisMachineHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } url && url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            // The server tells its parts apart by this header; TLS, too, goes by it.
            request.Headers.Host ??= url.Authority;
            request.RequestUri = new UriBuilder(url) { Host = "localhost" }.Uri;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
