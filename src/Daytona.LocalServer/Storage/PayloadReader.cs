using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Storage;

/// <summary>Reads the body of an upload, plain or in the chunks of Amazon's clients. Neither is verified.</summary>
internal static class PayloadReader
{
    /// <summary>Reads a body. Of one that is larger than what is kept, only the length is.</summary>
    /// <exception cref="ServiceException">400 if the chunks are not valid, or the body ends in one.</exception>
    public static async Task<Payload> ReadAsync(HttpRequest request, long keep, CancellationToken cancellationToken)
    {
#pragma warning disable CA5351 // The protocol's own digest.
        using var content = new ReceivedContent(HashAlgorithmName.MD5, keep);
#pragma warning restore CA5351
        PipeReader body = request.BodyReader;
        bool isChunked = request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal);
        if (!isChunked) await ReadAsync(body, long.MaxValue, content, cancellationToken).ConfigureAwait(false);
        while (isChunked)
        {
            // The length in hexadecimal, and perhaps a signature.
            string head = await ReadLineAsync(body, cancellationToken).ConfigureAwait(false);
            if (!long.TryParse(head.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long length))
                throw new ServiceException(400, "The framing of the body is not valid.", "InvalidRequest");
            if (length == 0) break;
            if (await ReadAsync(body, length, content, cancellationToken).ConfigureAwait(false) > 0)
                throw new ServiceException(400, "The request body terminated unexpectedly.", "IncompleteBody");
            await ReadLineAsync(body, cancellationToken).ConfigureAwait(false);
        }

        var payload = new Payload(content.Content ?? [], content.Length, content.Hash);
        // Checksums and signatures may follow the chunks.
        if (isChunked) await ReadAsync(body, long.MaxValue, content, cancellationToken).ConfigureAwait(false);
        return payload;
    }

    /// <returns>The number of bytes that are missing at the end of the body.</returns>
    private static async Task<long> ReadAsync(PipeReader body, long bytes, ReceivedContent content, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            ReadResult result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> part = result.Buffer.Slice(0, Math.Min(bytes, result.Buffer.Length));
            foreach (ReadOnlyMemory<byte> piece in part) content.Append(piece.Span);
            bytes -= part.Length;
            body.AdvanceTo(part.End);
            if (result.IsCompleted) break;
        }

        return bytes;
    }

    private static async Task<string> ReadLineAsync(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            SequencePosition? end = result.Buffer.PositionOf((byte)'\n');
            if (end is null && !result.IsCompleted)
            {
                body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            string line = Encoding.ASCII.GetString(end is { } at ? result.Buffer.Slice(0, at) : result.Buffer);
            body.AdvanceTo(end is { } feed ? result.Buffer.GetPosition(1, feed) : result.Buffer.End);
            return line.TrimEnd('\r');
        }
    }
}

/// <summary>The body of an upload without the framing of a chunked one, its length and its MD5. The content is empty if it is not kept.</summary>
internal sealed record Payload(byte[] Content, long Length, string Md5);
