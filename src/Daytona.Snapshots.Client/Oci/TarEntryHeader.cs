using System.Text;
using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>One header block of a tar: ustar, or GNU's form of it.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="LinkName">The name that a link points to; empty for other entries.</param>
/// <param name="Length">Bytes of content.</param>
/// <param name="Type">The kind of entry, see the POSIX description of pax.</param>
internal readonly record struct TarEntryHeader(string Name, string LinkName, long Length, char Type)
{
    /// <summary>Reads a block.</summary>
    /// <param name="block">512 bytes.</param>
    /// <param name="header">The header.</param>
    /// <returns>False if the block is no header.</returns>
    public static bool TryRead(ReadOnlySpan<byte> block, out TarEntryHeader header)
    {
        header = default;
        if (!TryNumber(block.Slice(148, 8), out long checksum) || checksum != TarHeader.Checksum(block)) return false;
        if (!TryNumber(block.Slice(124, 12), out long length) || length < 0) return false;

        string name = Text(block.Slice(0, 100));
        // GNU's form keeps times in the field that is a prefix of the name in POSIX's.
        bool posix = Text(block.Slice(257, 6)) == "ustar";
        string prefix = posix ? Text(block.Slice(345, 155)) : "";
        header = new TarEntryHeader(
            prefix.Length > 0 ? $"{prefix}/{name}" : name, Text(block.Slice(157, 100)), length, (char)block[156]);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        if ((field[0] & 0x80) != 0)
        {
            // GNU's form of what octal digits can't hold: the number itself, in big-endian bytes.
            number = field[0] & 0x7F;
            foreach (byte b in field.Slice(1))
            {
                if (number > long.MaxValue >> 8) return false;
                number = (number << 8) | b;
            }

            return true;
        }

        foreach (char c in Text(field).Trim(' '))
        {
            if (c is < '0' or > '7') return false;
            number = (number << 3) | (uint)(c - '0');
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString((end < 0 ? field : field.Slice(0, end)).ToArray());
    }
}
