namespace Daytona.Snapshots.Client.Http;

/// <summary>A stream that is read once, from its beginning to its end.</summary>
internal abstract class ForwardStream : Stream
{
    /// <summary>Bytes that one read should take, because each costs a little.</summary>
    public const int BufferSize = 256 * 1024;
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }
    public abstract override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken);
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();
    public override void Flush()
    {
    }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>The next bytes of another stream, which must not end before them.</summary>
/// <param name="stream">The other stream.</param>
/// <param name="length">The number of bytes.</param>
/// <param name="cutOff">The exception if the stream ends too early.</param>
internal sealed class LimitedStream(Stream stream, long length, Func<Exception> cutOff) : ForwardStream
{
    /// <summary>Called with the number of bytes of each read.</summary>
    public Action<int>? OnRead { get; init; }

    /// <summary>Whether the other stream is disposed with this one.</summary>
    public bool OwnsStream { get; init; }

    /// <summary>The number of bytes that are not read yet.</summary>
    public long Rest { get; private set; } = length;
    public override long Length { get; } = length;
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int wanted = (int)Math.Min(count, Rest);
        if (wanted == 0) return 0;
        int read = await stream.ReadAsync(buffer, offset, wanted, cancellationToken).ConfigureAwait(false);
        if (read == 0) throw cutOff();
        Rest -= read;
        OnRead?.Invoke(read);
        return read;
    }
    protected override void Dispose(bool disposing)
    {
        if (disposing && OwnsStream) stream.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Another stream after bytes that were read from it already.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream stream) : ForwardStream
{
    private int _done;
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_done == prefix.Length) return await stream.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        int read = Math.Min(count, prefix.Length - _done);
        Array.Copy(prefix, _done, buffer, offset, read);
        _done += read;
        return read;
    }
}

/// <summary>Reads of whole parts of a stream, which only one of the frameworks has.</summary>
internal static class StreamReading
{
    /// <summary>Reads until so many bytes are in a buffer, or the stream ends.</summary>
    /// <returns>The number of bytes.</returns>
    public static async Task<int> FillAsync(this Stream stream, byte[] buffer, int length, CancellationToken cancellationToken)
    {
        int done = 0;
        while (done < length)
        {
            int read = await stream.ReadAsync(buffer, done, length - done, cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            done += read;
        }

        return done;
    }
}
