using System.Text;

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

    /// <summary>The body as text in UTF-8. .NET would throw if a header named a character set that does not exist.</summary>
    public static async Task<string> ReadTextAsync(this HttpContent content, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(
#if NET
            await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)).TrimStart('\uFEFF');
#else
            await content.ReadAsByteArrayAsync().ConfigureAwait(false)).TrimStart('\uFEFF');
#endif
}
