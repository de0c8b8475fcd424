namespace Daytona.Snapshots.Client.Oci;

/// <summary>Reads a part of a file, once and forward, and reports what it reads.</summary>
internal sealed class FileRangeStream : Stream
{
    private readonly FileRange _range;
    private readonly FileStream _file;
    private readonly Action<int>? _onRead;
    private long _position;

    public FileRangeStream(FileRange range, Action<int>? onRead)
    {
        _range = range;
        _onRead = onRead;
        // Callers read large blocks. The owner of a temporary file keeps it open for deletion.
        _file = new FileStream(
            range.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan)
        {
            Position = range.Offset,
        };
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _range.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Count(_file.Read(buffer, offset, Remaining(count)), count);

    /// <inheritdoc/>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await _file.ReadAsync(buffer, offset, Remaining(count), cancellationToken).ConfigureAwait(false), count);

#if NET
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await _file.ReadAsync(buffer[..Remaining(buffer.Length)], cancellationToken).ConfigureAwait(false), buffer.Length);
#endif

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private int Remaining(int count) => (int)Math.Min(count, _range.Length - _position);

    private int Count(int read, int wanted)
    {
        if (read == 0 && wanted > 0 && _position < _range.Length)
        {
            throw new LocalImageException(LocalImageFailure.Broken, $"'{_range.Path}' became shorter while it was read.");
        }

        _position += read;
        if (read > 0) _onRead?.Invoke(read);
        return read;
    }
}
