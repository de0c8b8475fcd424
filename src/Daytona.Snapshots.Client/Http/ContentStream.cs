namespace Daytona.Snapshots.Client.Http;

/// <summary>Opens bodies of answers, which the two frameworks do with and without a token.</summary>
internal static class ContentStream
{
    /// <summary>The body as it arrives.</summary>
    public static Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellationToken) =>
#if NET
        content.ReadAsStreamAsync(cancellationToken);
#else
        content.ReadAsStreamAsync();
#endif
}
