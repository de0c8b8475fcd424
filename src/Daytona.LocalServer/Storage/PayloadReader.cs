using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Storage;

/// <summary>
/// Reads the body of an upload in all the ways that clients send one: hashed, unsigned, and in signed or unsigned
/// chunks
/// with or without trailing headers.
/// </summary>
internal static class PayloadReader
{
    public static async Task<Payload> ReadAsync(
        HttpRequest request, AwsSignature signature, long keep, CancellationToken cancellationToken)
    {
        using var sink = new PayloadSink(keep);
        foreach (string name in request.Headers.Keys) sink.Expect(name);
        foreach (string name in request.Headers["x-amz-trailer"].ToString().Split(',')) sink.Expect(name);

        bool isChunked = signature.PayloadHash.StartsWith("STREAMING-", StringComparison.Ordinal);
        if (isChunked)
        {
            bool isSigned = signature.PayloadHash.StartsWith(
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", StringComparison.Ordinal);
            await ReadChunksAsync(
                request.BodyReader, sink, isSigned ? signature : null, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ReadPlainAsync(request.BodyReader, sink, cancellationToken).ConfigureAwait(false);
            if (signature.PayloadHash != "UNSIGNED-PAYLOAD") sink.CheckSignedHash(signature.PayloadHash);
        }

        foreach ((string name, var value) in request.Headers) sink.Check(name, value.ToString());
        Payload payload = sink.Finish();
        bool isWhole = !long.TryParse(
            request.Headers["x-amz-decoded-content-length"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long decoded)
            || decoded == payload.Length;
        return isWhole
            ? payload
            : throw new StorageException(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header.");
    }

    private static async Task ReadPlainAsync(PipeReader body, PayloadSink sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (ReadOnlyMemory<byte> piece in result.Buffer) sink.Append(piece.Span);
            body.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return;
        }
    }

    private static async Task ReadChunksAsync(
        PipeReader body, PayloadSink sink, AwsSignature? signature, CancellationToken cancellationToken)
    {
        while (true)
        {
            string[] head = (await ReadLineAsync(body, cancellationToken).ConfigureAwait(false)).Split(';');
            int length = int.Parse(head[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            byte[] chunk = await ReadExactlyAsync(body, length, cancellationToken).ConfigureAwait(false);
            signature?.VerifyChunk(chunk, head[1].Split('=')[1]);
            if (length == 0) break;
            sink.Append(chunk);
            await ReadLineAsync(body, cancellationToken).ConfigureAwait(false);
        }

        var trailer = new StringBuilder();
        while (await ReadLineAsync(body, cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            string[] header = line.Split(':', 2);
            if (header[0] == "x-amz-trailer-signature")
            {
                signature?.VerifyTrailer(trailer.ToString(), header[1].Trim());
                continue;
            }

            trailer.Append(header[0]).Append(':').Append(header[1].Trim()).Append('\n');
            sink.Check(header[0], header[1]);
        }

        await ReadPlainAsync(body, new PayloadSink(0), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> ReadLineAsync(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                string line = Encoding.ASCII.GetString(buffer.Slice(0, end)).TrimEnd('\r');
                body.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            // The last line of a body may go without its end.
            body.AdvanceTo(buffer.Start, buffer.End);
            if (!result.IsCompleted) continue;
            result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            string rest = Encoding.ASCII.GetString(result.Buffer);
            body.AdvanceTo(result.Buffer.End);
            return rest;
        }
    }

    private static async Task<byte[]> ReadExactlyAsync(PipeReader body, int length, CancellationToken cancellationToken)
    {
        if (length == 0) return [];
        ReadResult result = await body.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
        if (result.Buffer.Length < length)
            throw new StorageException(400, "IncompleteBody", "The request body terminated unexpectedly.");
        ReadOnlySequence<byte> chunk = result.Buffer.Slice(0, length);
        byte[] bytes = chunk.ToArray();
        body.AdvanceTo(chunk.End);
        return bytes;
    }
}
