namespace Daytona.Snapshots.Client.Oci;

/// <summary>How content is compressed.</summary>
internal enum Compression
{
    None,
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

/// <summary>Recognizes compressed content by its first bytes.</summary>
internal static class CompressionFormat
{
    /// <summary>The number of bytes that distinguish the formats.</summary>
    public const int Length = 6;

    private static readonly (Compression Compression, byte[] Start)[] Formats =
    [
        (Compression.Gzip, [0x1F, 0x8B]),
        (Compression.Zstd, [0x28, 0xB5, 0x2F, 0xFD]),
        (Compression.Xz, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]),
        (Compression.Bzip2, [(byte)'B', (byte)'Z', (byte)'h']),
    ];

    /// <summary>The format of content that begins with some bytes.</summary>
    public static Compression Of(byte[] start) =>
        Array.Find(Formats, format => start.Take(format.Start.Length).SequenceEqual(format.Start)).Compression;
}
