using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Storage;

/// <summary>Reads the body of an upload, plain or in the chunks of Amazon's clients. Neither is verified.</summary>
/// <param name="keep">The largest content that is kept. Of a larger one, only the length is.</param>
internal sealed class PayloadReader(long keep) : IDisposable
{
#pragma warning disable CA5351 // The protocol's own digest.
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
    private readonly MemoryStream _content = new();
    private long _length;

    /// <exception cref="StorageException">400 if the body ends in a chunk.</exception>
    /// <exception cref="FormatException">The chunks are not valid.</exception>
    public async Task<Payload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        PipeReader body = request.BodyReader;
        if (!request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal))
        {
            await ReadAsync(body, long.MaxValue, cancellationToken).ConfigureAwait(false);
            return Finish();
        }

        while (true)
        {
            // The length in hexadecimal, and perhaps a signature.
            string head = await ReadLineAsync(body, cancellationToken).ConfigureAwait(false);
            long length = long.Parse(head.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (length == 0) break;
            if (await ReadAsync(body, length, cancellationToken).ConfigureAwait(false) > 0)
                throw new StorageException(400, "IncompleteBody", "The request body terminated unexpectedly.");
            await ReadLineAsync(body, cancellationToken).ConfigureAwait(false);
        }

        Payload payload = Finish();
        // Checksums and signatures may follow.
        await ReadAsync(body, long.MaxValue, cancellationToken).ConfigureAwait(false);
        return payload;
    }

    public void Dispose()
    {
        _md5.Dispose();
        _content.Dispose();
    }

    private Payload Finish() =>
        new(_length <= keep ? _content.ToArray() : [], _length, Convert.ToHexString(_md5.GetCurrentHash()).ToLowerInvariant());

    /// <returns>The number of bytes that are missing at the end of the body.</returns>
    private async Task<long> ReadAsync(PipeReader body, long bytes, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            ReadResult result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> part = result.Buffer.Slice(0, Math.Min(bytes, result.Buffer.Length));
            foreach (ReadOnlyMemory<byte> piece in part) Append(piece.Span);
            bytes -= part.Length;
            body.AdvanceTo(part.End);
            if (result.IsCompleted) break;
        }

        return bytes;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        _md5.AppendData(bytes);
        if (_length <= keep) _content.Write(bytes);
        else _content.SetLength(0);
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
