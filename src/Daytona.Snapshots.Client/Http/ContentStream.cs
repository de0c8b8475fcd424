#if !NET
using System.IO.Compression;
#endif
using System.Text;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Reads bodies of responses so that a canceled token ends a read on both frameworks. A body must not be disposed while it is read:
/// a decompressor that is disposed on one thread and reads on another ends the process.
/// </summary>
internal static class ContentStream
{
#if NET
    /// <summary>The body as it arrives.</summary>
    public static Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellationToken) =>
        content.ReadAsStreamAsync(cancellationToken);
#else
    /// <summary>The body as it arrives, decompressed.</summary>
    public static async Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Stream connection = await content.ReadAsStreamAsync().ConfigureAwait(false);
        return new CancelableStream(
            connection, content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(connection, CompressionMode.Decompress) : connection);
    }
#endif

    /// <summary>Takes the body over from a response, which may be disposed before it. Disposing the body closes the connection.</summary>
    public static async Task<Stream> TakeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.OpenAsync(cancellationToken).ConfigureAwait(false);
        response.Content = new ByteArrayContent([]);
        return body;
    }

    /// <summary>The body as text in UTF-8. .NET would throw if a header named a character set that does not exist.</summary>
    public static async Task<string> ReadTextAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        using Stream body = await content.OpenAsync(cancellationToken).ConfigureAwait(false);
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, 16 * 1024, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
    }

#if !NET
    // .NET Framework checks the token only before a read. Closing the connection below the decompressor ends the read.
    private sealed class CancelableStream(Stream connection, Stream body) : ForwardStream
    {
        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using CancellationTokenRegistration closing = cancellationToken.Register(connection.Dispose);
            try
            {
                return await body.ReadAsync(buffer, offset, count, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) body.Dispose();
            base.Dispose(disposing);
        }
    }
#endif
}
