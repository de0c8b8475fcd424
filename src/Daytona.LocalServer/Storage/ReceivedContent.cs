using System.Security.Cryptography;

namespace Daytona.Local.Storage;

/// <summary>Bytes as they arrive, with their hash. Content beyond a limit is only counted.</summary>
/// <param name="algorithm">The algorithm of the hash.</param>
/// <param name="keep">The largest content that is kept.</param>
internal sealed class ReceivedContent(HashAlgorithmName algorithm, long keep) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);
    private MemoryStream? _content = new();

    /// <summary>The number of bytes received.</summary>
    public long Length { get; private set; }

    /// <summary>The hash so far, in hexadecimal.</summary>
    public string Hash => Convert.ToHexString(_hash.GetCurrentHash()).ToLowerInvariant();

    /// <summary>The content; null if it is larger than what is kept.</summary>
    public byte[]? Content => _content?.ToArray();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _hash.AppendData(bytes);
        if (Length > keep) _content = null;
        _content?.Write(bytes);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _content?.Dispose();
    }
}
