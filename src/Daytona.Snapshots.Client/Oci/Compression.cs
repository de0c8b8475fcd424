namespace Daytona.Snapshots.Client.Oci;

/// <summary>Recognizes compressed content by its first bytes.</summary>
internal static class Compression
{
    public const string Gzip = "gzip";
    public const string Zstd = "zstd";

    /// <summary>The number of bytes that distinguish the formats.</summary>
    public const int Length = 6;

    private static readonly (string Program, byte[] Start)[] Formats =
    [
        (Gzip, [0x1F, 0x8B]),
        (Zstd, [0x28, 0xB5, 0x2F, 0xFD]),
        ("xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]),
        ("bzip2", [(byte)'B', (byte)'Z', (byte)'h']),
    ];

    /// <summary>The program that compressed content which begins with some bytes; null if it is not compressed.</summary>
    public static string? Of(byte[] start) =>
        Array.Find(Formats, format => start.Take(format.Start.Length).SequenceEqual(format.Start)).Program;
}
