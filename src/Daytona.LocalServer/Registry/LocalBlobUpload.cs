using System.Buffers;
using System.Security.Cryptography;

namespace Daytona.Local.Registry;

/// <summary>An upload of a blob to the registry, in one or more chunks.</summary>
/// <param name="id">The id in its address.</param>
/// <param name="repository">The repository it goes to.</param>
/// <param name="maxKeptBytes">The largest content that is kept; larger blobs are hashed and dropped.</param>
internal sealed class LocalBlobUpload(string id, string repository, long maxKeptBytes) : IDisposable
{
    private readonly ReceivedContent _content = new(HashAlgorithmName.SHA256, maxKeptBytes);
    private readonly SemaphoreSlim _gate = new(1, 1);

    public string Id { get; } = id;
    public string Repository { get; } = repository;

    public long Length => _content.Length;

    /// <summary>Appends a chunk. Bytes from before a broken connection are kept, so that a client can resume.</summary>
    /// <returns>Whether the chunk begins where the last one ended. If not, it is not appended.</returns>
    public async Task<bool> TryAppendAsync(Stream chunk, long? start, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            if (start is { } given && given != Length) return false;
            while (await chunk.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
                _content.Append(buffer.AsSpan(0, read));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _gate.Release();
        }
    }

    /// <exception cref="ServiceException">400 if the digest is not that of the content.</exception>
    public Blob Complete(string digest) => $"sha256:{_content.Hash}" == digest
        ? new Blob(digest, Length, _content.Content)
        : throw ImageRegistry.DigestInvalid();

    public void Dispose()
    {
        _content.Dispose();
        _gate.Dispose();
    }
}

/// <summary>A layer or a configuration in the image registry.</summary>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Content">Its bytes; null if it is larger than the server keeps.</param>
internal sealed record Blob(string Digest, long Length, byte[]? Content);
