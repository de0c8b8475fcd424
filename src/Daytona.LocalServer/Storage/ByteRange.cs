using System.Globalization;

namespace Daytona.Local.Storage;

/// <summary>The part of an object that a GET asks for.</summary>
/// <param name="First">The first byte, counted from 0.</param>
/// <param name="Last">The last byte.</param>
internal readonly record struct ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;

    /// <summary>The part that a Range header specifies; null without one, and for other headers.</summary>
    /// <exception cref="StorageException">416 if the object has no such part.</exception>
    public static ByteRange? Find(string header, long length)
    {
        if (!header.StartsWith("bytes=", StringComparison.Ordinal)) return null;
        string[] ends = header["bytes=".Length..].Split('-');
        if (ends.Length != 2) return null;

        long? first = Read(ends[0]), last = Read(ends[1]);
        ByteRange? range = (first, last) switch
        {
            ({ } from, null) when ends[1].Length == 0 => new ByteRange(from, length - 1),
            ({ } from, { } to) when from <= to => new ByteRange(from, Math.Min(to, length - 1)),
            (null, { } count) when ends[0].Length == 0 => new ByteRange(Math.Max(0, length - count), length - 1),
            _ => null,
        };
        if (range is { Length: <= 0 })
            throw new StorageException(416, "InvalidRange", "The requested range is not satisfiable");
        return range;
    }

    private static long? Read(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
