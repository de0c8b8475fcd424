namespace Daytona.Snapshots.Client.Http;

/// <summary>Reads bodies of responses on both frameworks, of which only one accepts a cancellation token.</summary>
internal static class ContentStream
{
    /// <summary>The body as it arrives.</summary>
    public static Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellationToken) =>
#if NET
        content.ReadAsStreamAsync(cancellationToken);
#else
        content.ReadAsStreamAsync();
#endif

    /// <summary>The body as text.</summary>
    public static Task<string> ReadTextAsync(this HttpContent content, CancellationToken cancellationToken) =>
#if NET
        content.ReadAsStringAsync(cancellationToken);
#else
        content.ReadAsStringAsync();
#endif
}
