using System.Security.Cryptography;

namespace Daytona.Local.Storage;

/// <summary>Receives the bytes of an upload: keeps them up to the limit, and computes all possible checksums.</summary>
internal sealed class PayloadSink(long keep) : IDisposable
{
    private static readonly string[] CrcHeaders =
        ["x-amz-checksum-crc32", "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme"];

    private readonly MemoryStream _content = new();
#pragma warning disable CA5351, CA5350 // The protocol's own digests.
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5351, CA5350
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, ReflectedCrc> _crcs = [];
    private bool _hasSha1;
    private long _length;

    /// <summary>Prepares a checksum from a header, which must be known before the first byte.</summary>
    public void Expect(string header)
    {
        string name = header.Trim().ToLowerInvariant();
        if (Array.IndexOf(CrcHeaders, name) >= 0) _crcs[name] = ReflectedCrc.ForHeader(name)!;
        if (name == "x-amz-checksum-sha1") _hasSha1 = true;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        _md5.AppendData(bytes);
        _sha256.AppendData(bytes);
        if (_hasSha1) _sha1.AppendData(bytes);
        foreach (ReflectedCrc crc in _crcs.Values) crc.Append(bytes);
        if (_length <= keep) _content.Write(bytes);
        else _content.SetLength(0);
    }

    /// <exception cref="StorageException">The check does not fit what was received.</exception>
    public void Check(string header, string value)
    {
        string name = header.Trim().ToLowerInvariant();
        string? actual = name switch
        {
            "x-amz-checksum-sha1" when _hasSha1 => Convert.ToBase64String(_sha1.GetCurrentHash()),
            "x-amz-checksum-sha256" => Convert.ToBase64String(_sha256.GetCurrentHash()),
            "content-md5" => Convert.ToBase64String(_md5.GetCurrentHash()),
            _ => _crcs.GetValueOrDefault(name)?.ToString(),
        };
        if (actual is not null && actual != value.Trim())
            throw new StorageException(
                400, "BadDigest", $"The {name} you specified did not match the calculated checksum.");
    }

    /// <exception cref="StorageException">The hash that was signed is not that of the body.</exception>
    public void CheckSignedHash(string hash)
    {
        if (Convert.ToHexStringLower(_sha256.GetCurrentHash()) != hash)
            throw new StorageException(
                400,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    public Payload Finish() =>
        new(_length <= keep ? _content.ToArray() : [], _length, Convert.ToHexStringLower(_md5.GetCurrentHash()));

    public void Dispose()
    {
        _content.Dispose();
        _md5.Dispose();
        _sha1.Dispose();
        _sha256.Dispose();
    }
}
