namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// A tar of files that is produced while it is read. Its length is known in advance, it is seekable, and it keeps one file open
/// and one header in memory.
/// </summary>
internal sealed class ContextTarStream : Stream
{
    private readonly IReadOnlyList<BuildContextEntry> _entries;

    // The positions at which the entries' headers begin, followed by that of the trailer.
    private readonly long[] _starts;
    private long _position;
    private int _entry = -1;
    private byte[] _header = [];
    private FileStream? _file;

    public ContextTarStream(IReadOnlyList<BuildContextEntry> entries)
    {
        _entries = entries;
        _starts = new long[entries.Count + 1];
        for (int i = 0; i < entries.Count; i++) _starts[i + 1] = _starts[i] + TarHeader.LengthOf(entries[i]);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _starts[_entries.Count] + TarHeader.Trailer;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <exception cref="BuildContextException">A file has changed since the context was read, or can't be read.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int done = 0;
        while (done < count && _position < Length)
        {
            int read = ReadPart(buffer, offset + done, count - done);
            _position += read;
            done += read;
        }

        return done;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads a part of a header, of a file, or of the zeros behind them.</summary>
    private int ReadPart(byte[] buffer, int offset, int count)
    {
        Enter();
        if (_entry < _entries.Count)
        {
            BuildContextEntry entry = _entries[_entry];
            long at = _position - _starts[_entry];
            if (at < _header.Length)
            {
                // It is not read otherwise.
                if (at == 0 && entry.Length == 0) ReadFile(entry, 0, buffer, offset, 0);
                int copied = (int)Math.Min(count, _header.Length - at);
                Array.Copy(_header, at, buffer, offset, copied);
                return copied;
            }

            at -= _header.Length;
            if (at < entry.Length) return ReadFile(entry, at, buffer, offset, (int)Math.Min(count, entry.Length - at));
        }

        int zeros = (int)Math.Min(count, (_entry < _entries.Count ? _starts[_entry + 1] : Length) - _position);
        Array.Clear(buffer, offset, zeros);
        return zeros;
    }

    /// <summary>Finds the entry at the position.</summary>
    private void Enter()
    {
        int found = Array.BinarySearch(_starts, _position);
        int entry = found >= 0 ? found : ~found - 1;
        if (entry == _entry) return;

        _entry = entry;
        _header = _entry < _entries.Count ? TarHeader.Write(_entries[_entry]) : [];
        _file?.Dispose();
        _file = null;
    }

    private int ReadFile(BuildContextEntry entry, long at, byte[] buffer, int offset, int count)
    {
        try
        {
            if (_file is null)
            {
                _file = ContextFile.Open(entry.Source);
                Verify(entry, _file);
            }

            if (_file.Position != at) _file.Position = at;
            int read = _file.Read(buffer, offset, count);
            // If the file is shorter than its header says, the rest of the tar would be read as its end.
            if (read == 0 && count > 0) throw Changed(entry);
            if (at + read == entry.Length) Verify(entry, _file);
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildContextException($"'{entry.Source}' can't be read any more: {e.Message}", entry.Source, e);
        }
    }

    private static void Verify(BuildContextEntry entry, FileStream file)
    {
        if (file.Length != entry.Length || File.GetLastWriteTimeUtc(entry.Source) != entry.LastWriteTimeUtc) throw Changed(entry);
    }

    private static BuildContextException Changed(BuildContextEntry entry) => new(
        $"'{entry.Source}' changed while the build context was being read. Try again when it is complete.", entry.Source);
}
