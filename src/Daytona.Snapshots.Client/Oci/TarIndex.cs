using System.Globalization;
using System.Text;
using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Finds where in a tar each file is, without reading the files. System.Formats.Tar does not report offsets, which parallel
/// reads need, and is not part of .NET Framework.
/// </summary>
internal sealed class TarIndex
{
    private const int Block = TarHeader.Block;

    // The maximum length of names and attributes, far more than in any image archive.
    private const int MaxExtendedHeader = 1024 * 1024;
    private const int MaxLinks = 8;

    private readonly string _path;
    private readonly string _source;
    private readonly Dictionary<string, FileRange> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    private TarIndex(string path, string source) => (_path, _source) = (path, source);

    /// <summary>Reads the headers of a tar.</summary>
    /// <param name="path">The tar's full path.</param>
    /// <param name="source">The image, as messages name it.</param>
    /// <exception cref="LocalImageException">The file is not a tar, or is cut off.</exception>
    public static TarIndex Read(string path, string source)
    {
        var index = new TarIndex(path, source);
        index.Read();
        return index;
    }

    /// <summary>Finds a file, also through links.</summary>
    /// <param name="name">The name, without a leading <c>./</c>.</param>
    public FileRange? Find(string name)
    {
        for (int links = 0; links <= MaxLinks; links++)
        {
            if (_files.TryGetValue(name, out FileRange? file)) return file;
            if (!_links.TryGetValue(name, out string? target)) return null;
            name = target;
        }

        return null;
    }

    private void Read()
    {
        using FileStream tar = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Block);
        byte[] block = new byte[Block];
        string? longName = null;
        string? longLink = null;
        long? longLength = null;
        for (long offset = 0; TryReadBlock(tar, offset, block); )
        {
            if (!TarEntryHeader.TryRead(block, out TarEntryHeader header)) throw NotATar(offset);

            offset += Block;
            long length = longLength ?? header.Length;
            if (length > tar.Length - offset) throw CutOff();

            switch (header.Type)
            {
                case 'x':
                    foreach ((string key, string value) in ReadPaxRecords(ReadExtendedHeader(offset, length), offset))
                    {
                        if (key == "path") longName = value;
                        else if (key == "linkpath") longLink = value;
                        else if (key == "size") longLength = TryNumber(value, out long size) ? size : throw NotATar(offset);
                    }

                    break;
                case 'L':
                    longName = Encoding.UTF8.GetString(ReadExtendedHeader(offset, length)).TrimEnd('\0');
                    break;
                case 'K':
                    longLink = Encoding.UTF8.GetString(ReadExtendedHeader(offset, length)).TrimEnd('\0');
                    break;
                case 'g':
                    break;
                default:
                    Add(header.Type, Normalize(longName ?? header.Name), longLink ?? header.LinkName, offset, length);
                    (longName, longLink, longLength) = (null, null, null);
                    break;
            }

            offset += TarHeader.Pad(length);
        }
    }

    private void Add(char type, string name, string link, long offset, long length)
    {
        switch (type)
        {
            case '0' or '\0' or '7':
                _files[name] = new FileRange(_path, offset, length);
                break;
            case '1':
                _links[name] = Normalize(link);
                break;
            case '2':
                _links[name] = Normalize(name.Substring(0, name.LastIndexOf('/') + 1) + link);
                break;
        }
    }

    /// <summary>Reads the next header.</summary>
    /// <returns>False at the end, which is two empty blocks or, from some tools, the end of the file.</returns>
    private bool TryReadBlock(FileStream tar, long offset, byte[] block)
    {
        if (offset >= tar.Length) return offset == 0 ? throw NotATar(offset) : false;
        if (tar.Length - offset < Block) throw offset == 0 ? NotATar(offset) : CutOff();

        tar.Position = offset;
        for (int read = 0; read < Block;)
        {
            int more = tar.Read(block, read, Block - read);
            if (more == 0) throw CutOff();
            read += more;
        }

        return Array.Exists(block, static b => b != 0) || (offset == 0 ? throw NotATar(offset) : false);
    }

    private byte[] ReadExtendedHeader(long offset, long length) =>
        length <= MaxExtendedHeader ? new FileRange(_path, offset, length).ReadAllBytes() : throw NotATar(offset);

    /// <summary>Reads lines of <c>LENGTH KEY=VALUE</c>, in which the length counts the whole line.</summary>
    private IEnumerable<(string Key, string Value)> ReadPaxRecords(byte[] records, long offset)
    {
        for (int start = 0; start < records.Length;)
        {
            int space = Array.IndexOf(records, (byte)' ', start);
            if (space < 0
                || !TryNumber(Encoding.ASCII.GetString(records, start, space - start), out long length)
                || length <= space - start + 1
                || length > records.Length - start)
            {
                throw new LocalImageException(LocalImageFailure.Broken, $"{_source} is damaged: the extended header at byte {offset + start} is not valid.");
            }

            string record = Encoding.UTF8.GetString(records, space + 1, start + (int)length - space - 2);
            int equals = record.IndexOf('=');
            if (equals > 0) yield return (record.Substring(0, equals), record.Substring(equals + 1));
            start += (int)length;
        }
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Removes the parts <c>.</c> and <c>..</c> of a name.</summary>
    private static string Normalize(string name)
    {
        var parts = new List<string>();
        foreach (string part in name.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
        }

        return string.Join("/", parts);
    }

    private LocalImageException NotATar(long offset) => offset == 0
        ? new(LocalImageFailure.NotAnImage, $"{_source} is not an image archive: it is neither a tar nor a tar compressed by gzip.")
        : new(LocalImageFailure.Broken, $"{_source} is damaged: byte {offset} should begin a new entry and does not.");

    private LocalImageException CutOff() => new(LocalImageFailure.Broken, $"{_source} is incomplete: it ends in the middle of an entry.");
}
