using System.Globalization;
using System.Text;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// The header of a file in a tar: ustar, with a pax record if the name or length does not fit. Owner and time are zero, so
/// that the same files give the same bytes everywhere.
/// </summary>
internal static class TarHeader
{
    /// <summary>The unit of all lengths in a tar, in bytes.</summary>
    public const int Block = 512;

    /// <summary>The length of the end of a tar: two empty blocks.</summary>
    public const int Trailer = 2 * Block;

    private const int NameField = 100;
    private const long MaxOctal = 0x1_FFFF_FFFF;
    private const int PaxMode = 0b110_100_100;

    /// <summary>The length of a file with its header.</summary>
    public static long LengthOf(BuildContextEntry entry) =>
        (PaxRecords(entry) is { Length: > 0 } records ? Block + Pad(records.Length) : 0) + Block + Pad(entry.Length);

    /// <summary>Writes the header of a file.</summary>
    public static byte[] Write(BuildContextEntry entry)
    {
        byte[] records = PaxRecords(entry);
        bool isPax = records.Length > 0;
        byte[] header = new byte[(isPax ? Block + Pad(records.Length) : 0) + Block];
        string name = isPax ? Fallback(entry.ArchivePath) : entry.ArchivePath;
        if (isPax) Fill(header.AsSpan(0, Block), "PaxHeaders.0/" + name, PaxMode, records.Length, 'x');
        records.CopyTo(header, isPax ? Block : 0);
        Fill(header.AsSpan(header.Length - Block), name, entry.Mode, entry.Length > MaxOctal ? 0 : entry.Length, '0');
        return header;
    }

    /// <summary>Rounds up to whole blocks.</summary>
    /// <returns>The same or the next multiple of <see cref="Block"/>.</returns>
    public static long Pad(long length) => (length + Block - 1) / Block * Block;

    /// <summary>The checksum of a header, which counts its own field as spaces.</summary>
    public static long Checksum(ReadOnlySpan<byte> header)
    {
        long sum = 8 * ' ';
        for (int i = 0; i < header.Length; i++) sum += i is >= 148 and < 156 ? 0 : header[i];
        return sum;
    }

    private static byte[] PaxRecords(BuildContextEntry entry)
    {
        var records = new List<byte>();
        // ustar has no rule for names that are not ASCII.
        if (entry.ArchivePath.Length > NameField || !entry.ArchivePath.All(IsPrintable)) Record(records, "path", entry.ArchivePath);
        if (entry.Length > MaxOctal) Record(records, "size", entry.Length.ToString(CultureInfo.InvariantCulture));
        return [.. records];
    }

    /// <summary>Adds <c>LENGTH KEY=VALUE</c> and a line feed. The length includes its own digits.</summary>
    private static void Record(List<byte> records, string key, string value)
    {
        byte[] text = Encoding.UTF8.GetBytes($" {key}={value}\n");
        int length = text.Length;
        while (length != text.Length + Digits(length)) length = text.Length + Digits(length);
        records.AddRange(Encoding.UTF8.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        records.AddRange(text);
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    /// <summary>Makes a name for readers that do not know pax.</summary>
    private static string Fallback(string path)
    {
        string name = path.Substring(path.LastIndexOf('/') + 1);
        return string.Concat(name.Take(64).Select(static c => IsPrintable(c) ? c : '_'));
    }

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~';

    private static void Fill(Span<byte> header, string name, int mode, long length, char type)
    {
        Ascii(header.Slice(0, NameField), name);
        Octal(header.Slice(100, 8), mode);
        Octal(header.Slice(108, 8), 0);
        Octal(header.Slice(116, 8), 0);
        Octal(header.Slice(124, 12), length);
        Octal(header.Slice(136, 12), 0);
        header[156] = (byte)type;
        Ascii(header.Slice(257, 8), "ustar\0" + "00");
        Octal(header.Slice(329, 8), 0);
        Octal(header.Slice(337, 8), 0);
        Octal(header.Slice(148, 7), Checksum(header));
        header[155] = (byte)' ';
    }

    private static void Ascii(Span<byte> field, string text)
    {
        for (int i = 0; i < text.Length && i < field.Length; i++) field[i] = (byte)text[i];
    }

    private static void Octal(Span<byte> field, long number)
    {
        field[field.Length - 1] = 0;
        for (int i = field.Length - 2; i >= 0; i--, number >>= 3) field[i] = (byte)('0' + (number & 7));
    }
}
