namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// A tar of files that is produced while it is read. Its length is known in advance, it is seekable, and it keeps one file open
/// and one header in memory.
/// </summary>
public sealed class ContextTarStream : Stream
{
    // Two empty blocks end a tar.
    private const int Trailer = 2 * TarHeader.Block;

    private readonly IReadOnlyList<BuildContextEntry> _entries;

    /// <summary>The positions at which the entries' headers begin, followed by that of the trailer.</summary>
    private readonly long[] _starts;

    private long _position;
    private int _entry = -1;
    private byte[] _header = [];
    private FileStream? _file;

    internal ContextTarStream(IReadOnlyList<BuildContextEntry> entries) : this(entries, LayOut(entries))
    {
    }

    internal ContextTarStream(IReadOnlyList<BuildContextEntry> entries, long[] starts)
    {
        _entries = entries;
        _starts = starts;
    }

    /// <summary>Computes the positions at which the entries begin, followed by that of the trailer.</summary>
    internal static long[] LayOut(IReadOnlyList<BuildContextEntry> entries)
    {
        long[] starts = new long[entries.Count + 1];
        for (int i = 0; i < entries.Count; i++)
        {
            starts[i + 1] = starts[i] + TarHeader.Measure(entries[i]) + TarHeader.Pad(entries[i].Length);
        }

        return starts;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>The length in bytes.</summary>
    public override long Length => _starts[_entries.Count] + Trailer;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <inheritdoc/>
    /// <exception cref="BuildContextException">A file has changed since the context was read, or can't be read.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int done = 0;
        while (done < count && _position < Length)
        {
            int read = CopyFrame(buffer, offset + done, count - done);
            if (read == 0) read = Advance(ReadFile(buffer, offset + done, InFile(count - done)));
            done += read;
        }

        return done;
    }

    /// <inheritdoc/>
    /// <exception cref="BuildContextException">A file has changed since the context was read, or can't be read.</exception>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int done = 0;
        while (done < count && _position < Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int read = CopyFrame(buffer, offset + done, count - done);
            if (read == 0)
            {
                read = Advance(await ReadFileAsync(buffer, offset + done, InFile(count - done), cancellationToken)
                    .ConfigureAwait(false));
            }

            done += read;
        }

        return done;
    }

#if NET
    /// <inheritdoc/>
    /// <exception cref="BuildContextException">A file has changed since the context was read, or can't be read.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> array))
        {
            return await ReadAsync(array.Array!, array.Offset, array.Count, cancellationToken).ConfigureAwait(false);
        }

        byte[] own = new byte[buffer.Length];
        int read = await ReadAsync(own, 0, own.Length, cancellationToken).ConfigureAwait(false);
        own.AsSpan(0, read).CopyTo(buffer.Span);
        return read;
    }
#endif

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _file?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Copies the headers, padding and trailer around the files.</summary>
    /// <returns>The number of bytes copied, or 0 if the position is in a file.</returns>
    private int CopyFrame(byte[] buffer, int offset, int count)
    {
        Enter();
        int copied;
        if (_entry == _entries.Count)
        {
            copied = (int)Math.Min(count, Length - _position);
            Array.Clear(buffer, offset, copied);
        }
        else if (_position - _starts[_entry] is var at && at < _header.Length)
        {
            if (at == 0 && _entries[_entry].Length == 0) VerifyEmpty();
            copied = (int)Math.Min(count, _header.Length - at);
            Array.Copy(_header, at, buffer, offset, copied);
        }
        else if (at >= _header.Length + _entries[_entry].Length)
        {
            copied = (int)Math.Min(count, _starts[_entry + 1] - _position);
            Array.Clear(buffer, offset, copied);
        }
        else
        {
            return 0;
        }

        _position += copied;
        return copied;
    }

    /// <summary>Finds the entry at the position.</summary>
    private void Enter()
    {
        if (_entry >= 0 && _position >= _starts[_entry]
            && (_entry == _entries.Count || _position < _starts[_entry + 1])) return;

        int found = Array.BinarySearch(_starts, _position);
        _entry = found >= 0 ? found : ~found - 1;
        _header = _entry < _entries.Count ? TarHeader.Write(_entries[_entry]) : [];
        _file?.Dispose();
        _file = null;
    }

    private int InFile(int count) => (int)Math.Min(count, _entries[_entry].Length - FilePosition);

    private long FilePosition => _position - _starts[_entry] - _header.Length;

    private int ReadFile(byte[] buffer, int offset, int count)
    {
        try
        {
            return OpenFile().Read(buffer, offset, count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    private async Task<int> ReadFileAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenFile().ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    private FileStream OpenFile()
    {
        if (_file is null)
        {
            _file = ContextFile.Open(_entries[_entry].Source);
            Verify(_file);
        }

        if (_file.Position != FilePosition) _file.Position = FilePosition;
        return _file;
    }

    private int Advance(int read)
    {
        // The file is shorter than its header says: the rest of the tar would be read as its end.
        if (read == 0) throw Changed();

        _position += read;
        if (FilePosition == _entries[_entry].Length) Verify(_file!);
        return read;
    }

    private void Verify(FileStream file)
    {
        BuildContextEntry entry = _entries[_entry];
        if (file.Length != entry.Length || File.GetLastWriteTimeUtc(entry.Source) != entry.LastWriteTimeUtc) throw Changed();
    }

    /// <summary>Verifies an empty file, which is not opened otherwise.</summary>
    private void VerifyEmpty()
    {
        try
        {
            using FileStream file = ContextFile.Open(_entries[_entry].Source);
            Verify(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    private BuildContextException Changed() => new(
        $"'{_entries[_entry].Source}' changed while the build context was being read. Try again when it is complete.",
        _entries[_entry].Source);

    private BuildContextException Unreadable(Exception cause) => new(
        $"'{_entries[_entry].Source}' can't be read any more: {cause.Message}", _entries[_entry].Source, cause);
}
