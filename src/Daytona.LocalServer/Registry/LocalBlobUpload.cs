using System.Buffers;
using System.Security.Cryptography;

namespace Daytona.Local.Registry;

/// <summary>An upload of a blob to the registry, in one or more chunks.</summary>
/// <param name="id">The id in its address.</param>
/// <param name="repository">The repository it goes to.</param>
/// <param name="maxKeptBytes">The largest content that is kept; larger blobs are hashed and dropped.</param>
internal sealed class LocalBlobUpload(string id, string repository, long maxKeptBytes) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private MemoryStream? _content = new();

    public string Id { get; } = id;
    public string Repository { get; } = repository;

    /// <summary>The number of bytes received.</summary>
    public long Length { get; private set; }

    /// <summary>Appends a chunk. Bytes from before a broken connection are kept, so that a client can resume.</summary>
    /// <exception cref="LocalRegistryException">416 if the chunk does not begin where the last one ended.</exception>
    public async Task AppendAsync(Stream chunk, long? start, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            if (start is { } given && given != Length) throw LocalRegistryException.RangeInvalid(this);
            while (await chunk.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
                Append(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _gate.Release();
        }
    }

    /// <summary>Ends the upload.</summary>
    /// <exception cref="LocalRegistryException">400 if the digest is not that of the content.</exception>
    public Blob Complete(string digest)
    {
        string actual = "sha256:" + Convert.ToHexString(_hash.GetCurrentHash()).ToLowerInvariant();
        if (actual != digest) throw LocalRegistryException.DigestInvalid();
        ReadOnlyMemory<byte>? content = _content is null ? null : _content.GetBuffer().AsMemory(0, (int)Length);
        return new Blob(digest, Length, content);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _gate.Dispose();
        _content?.Dispose();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _hash.AppendData(bytes);
        if (Length > maxKeptBytes) _content = null;
        _content?.Write(bytes);
    }
}

/// <summary>A layer or a configuration in the image registry.</summary>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Content">Its bytes; null if it is larger than the server keeps.</param>
internal sealed record Blob(string Digest, long Length, ReadOnlyMemory<byte>? Content);
