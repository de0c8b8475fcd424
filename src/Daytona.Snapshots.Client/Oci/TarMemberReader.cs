using System.Globalization;
using System.Text;
using Daytona.Snapshots.Client.Builds;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>A file or link in a tar.</summary>
/// <param name="Name">The name, without <c>.</c>, <c>..</c> and a leading slash.</param>
/// <param name="Target">The name that a link points to; null for a file.</param>
/// <param name="Offset">The first byte of its content in the tar.</param>
/// <param name="Content">The content of a file, until the next entry is read.</param>
internal sealed record TarMember(string Name, string? Target, long Offset, LimitedStream Content);

/// <summary>
/// Reads the files and links of a tar in their order, from a file or a pipe. System.Formats.Tar reports no offsets, which parallel
/// reads need, and is not part of .NET Framework.
/// </summary>
/// <param name="tar">The tar. Content is skipped without reading it if the stream can seek.</param>
/// <param name="source">The image, as messages name it.</param>
#pragma warning disable CA1001 // The content does not own the tar, and needs no disposal.
internal sealed class TarMemberReader(Stream tar, string source)
#pragma warning restore CA1001
{
    private const int Block = TarHeader.Block;

    // The maximum length of names and attributes, far more than in any image archive.
    private const int MaxExtendedHeader = 1024 * 1024;

    private readonly byte[] _block = new byte[Block];
    private LimitedStream? _content;
    private long _offset;

    /// <summary>Whether a block can be the first of a tar: a header, or the end of an empty one.</summary>
    public static bool IsTar(byte[] block, int length) =>
        length == Block && (TarEntryHeader.Read(block) is not null || !Array.Exists(block, static b => b != 0));

    /// <summary>Removes the parts <c>.</c> and <c>..</c> of a name, and the slash at its beginning.</summary>
    public static string Normalize(string name) => GoPath.Clean("/" + name).Substring(1);

    /// <summary>Reads the next entry.</summary>
    /// <returns>The entry; null at the end.</returns>
    /// <exception cref="LocalImageException">The stream is not a tar, or is cut off.</exception>
    public async Task<TarMember?> ReadAsync(CancellationToken cancellationToken)
    {
        string? longName = null;
        string? longLink = null;
        long? longLength = null;
        while (await TryReadBlockAsync(cancellationToken).ConfigureAwait(false))
        {
            TarEntryHeader header = TarEntryHeader.Read(_block) ?? throw NotATar();
            _offset += Block;
            // Links, folders and devices have no content, even if some programs give them a length.
            long length = header.Type is >= '1' and <= '6' ? 0 : longLength ?? header.Length;
            if (tar.CanSeek && length > tar.Length - _offset) throw CutOff();
            var content = _content = new LimitedStream(tar, length, CutOff);
            switch (header.Type)
            {
                case 'x' or 'X':
                    foreach ((string key, string value) in ReadPaxRecords(await ReadExtendedHeaderAsync(cancellationToken).ConfigureAwait(false)))
                    {
                        if (key == "path") longName = value;
                        else if (key == "linkpath") longLink = value;
                        else if (key == "size") longLength = TryNumber(value, out long size) ? size : throw NotATar();
                        else if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal)) throw IsSparse();
                    }

                    break;
                case 'L':
                    longName = Encoding.UTF8.GetString(await ReadExtendedHeaderAsync(cancellationToken).ConfigureAwait(false)).TrimEnd('\0');
                    break;
                case 'K':
                    longLink = Encoding.UTF8.GetString(await ReadExtendedHeaderAsync(cancellationToken).ConfigureAwait(false)).TrimEnd('\0');
                    break;
                case 'S':
                    throw IsSparse();
                case '\0' or '0' or '1' or '2' or '7':
                    string name = Normalize(longName ?? header.Name);
                    // A symbolic link is relative to its folder.
                    string folder = header.Type == '2' ? name.Substring(0, name.LastIndexOf('/') + 1) : "";
                    string? target = header.Type is '1' or '2' ? Normalize(folder + (longLink ?? header.LinkName)) : null;
                    return new TarMember(name, target, _offset, content);
                case 'g':
                    break;
                default:
                    (longName, longLink, longLength) = (null, null, null);
                    break;
            }
        }

        return null;
    }

    /// <summary>Goes to the next header and reads it.</summary>
    /// <returns>False at the end, which is two empty blocks or, from some tools, the end of the file.</returns>
    private async Task<bool> TryReadBlockAsync(CancellationToken cancellationToken)
    {
        if (_content is { } content)
        {
            long next = _offset + TarHeader.Pad(content.Length);
            if (tar.CanSeek)
            {
                tar.Position = next;
            }
            else
            {
                await content.CopyToAsync(Stream.Null, ForwardStream.BufferSize, cancellationToken).ConfigureAwait(false);
                // Some programs omit the padding of the last entry.
                await tar.FillAsync(_block, (int)(next - _offset - content.Length), cancellationToken).ConfigureAwait(false);
            }

            (_content, _offset) = (null, next);
        }

        int length = await tar.FillAsync(_block, Block, cancellationToken).ConfigureAwait(false);
        bool isHeader = length == Block && Array.Exists(_block, static b => b != 0);
        if (_offset == 0 && !isHeader) throw NotATar();
        return length is 0 or Block ? isHeader : throw CutOff();
    }

    private async Task<byte[]> ReadExtendedHeaderAsync(CancellationToken cancellationToken)
    {
        if (_content!.Length > MaxExtendedHeader) throw NotATar();
        byte[] bytes = new byte[_content.Length];
        await _content.FillAsync(bytes, bytes.Length, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    /// <summary>Reads lines of <c>LENGTH KEY=VALUE</c>, in which the length counts the whole line.</summary>
    private IEnumerable<(string Key, string Value)> ReadPaxRecords(byte[] records)
    {
        for (int start = 0; start < records.Length;)
        {
            int space = Array.IndexOf(records, (byte)' ', start);
            if (space < 0
                || !TryNumber(Encoding.ASCII.GetString(records, start, space - start), out long length)
                || length <= space - start + 1
                || length > records.Length - start)
            {
                throw new LocalImageException(LocalImageFailure.Broken, $"{source} is damaged: the extended header at byte {_offset} is not valid.");
            }

            string record = Encoding.UTF8.GetString(records, space + 1, start + (int)length - space - 2);
            int equals = record.IndexOf('=');
            if (equals > 0) yield return (record.Substring(0, equals), record.Substring(equals + 1));
            start += (int)length;
        }
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private LocalImageException NotATar() => _offset == 0
        ? new(LocalImageFailure.NotAnImage, $"{source} is not an image archive: it is neither a tar nor a tar compressed by gzip.")
        : new(LocalImageFailure.Broken, $"{source} is damaged: byte {_offset} should begin a new entry and does not.");

    private LocalImageException CutOff() => new(LocalImageFailure.Broken, $"{source} is incomplete: it ends in the middle of an entry.");

    private LocalImageException IsSparse() => new(
        LocalImageFailure.Unsupported, $"{source} contains sparse files, which only GNU tar reads. Create the archive again without --sparse.");
}

/// <summary>One header block of a tar: ustar, or GNU's form of it.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="LinkName">The name that a link points to; empty for other entries.</param>
/// <param name="Length">Bytes of content.</param>
/// <param name="Type">The kind of entry, see the POSIX description of pax.</param>
internal readonly record struct TarEntryHeader(string Name, string LinkName, long Length, char Type)
{
    /// <summary>Reads a block of 512 bytes.</summary>
    /// <returns>The header; null if the block is none.</returns>
    public static TarEntryHeader? Read(ReadOnlySpan<byte> block)
    {
        if (Number(block.Slice(148, 8)) != TarHeader.Checksum(block) || Number(block.Slice(124, 12)) is not (>= 0 and var length)) return null;

        string name = Text(block.Slice(0, 100));
        // GNU's form keeps times in the field that is a prefix of the name in POSIX's.
        string prefix = Text(block.Slice(257, 6)) == "ustar" ? Text(block.Slice(345, 155)) : "";
        return new TarEntryHeader(prefix.Length > 0 ? $"{prefix}/{name}" : name, Text(block.Slice(157, 100)), length, (char)block[156]);
    }

    private static long? Number(ReadOnlySpan<byte> field)
    {
        long number = 0;
        if ((field[0] & 0x80) != 0)
        {
            // GNU's form of what octal digits can't hold: the number itself, in big-endian bytes.
            number = field[0] & 0x7F;
            foreach (byte b in field.Slice(1))
            {
                if (number > long.MaxValue >> 8) return null;
                number = (number << 8) | b;
            }

            return number;
        }

        foreach (char c in Text(field).Trim(' '))
        {
            if (c is < '0' or > '7') return null;
            number = (number << 3) | (uint)(c - '0');
        }

        return number;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString((end < 0 ? field : field.Slice(0, end)).ToArray());
    }
}
