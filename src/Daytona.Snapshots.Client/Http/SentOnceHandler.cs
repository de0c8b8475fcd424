namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Gives every request that is not a GET a content, if only an empty one. SocketsHttpHandler sends a request without content
/// again by itself if the connection breaks before the response: the second response would then be about what the first
/// request did.
/// </summary>
internal sealed class SentOnceHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get) request.Content ??= new ByteArrayContent([]);
        return base.SendAsync(request, cancellationToken);
    }
}
