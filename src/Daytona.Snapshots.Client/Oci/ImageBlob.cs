using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>A layer or the configuration of an image, as it is sent.</summary>
/// <param name="Digest">The expected digest.</param>
/// <param name="Content">The content.</param>
/// <param name="IsVerified">Whether the digest was computed from the content.</param>
/// <param name="DiffId">The digest of the uncompressed content, if this program has compressed it.</param>
/// <param name="IsBegun">Whether its sending has begun while it was compressed.</param>
internal sealed record ImageBlob(Digest Digest, FileRange Content, bool IsVerified = false, Digest? DiffId = null, bool IsBegun = false)
{
    /// <summary>Compares the content with the digest.</summary>
    /// <param name="source">The image, as messages name it.</param>
    /// <exception cref="LocalImageException">They don't match.</exception>
    public async Task VerifyAsync(string source, CancellationToken cancellationToken)
    {
        if (IsVerified) return;
        using LimitedStream stream = Content.Open();
        Digest actual = await Digest.OfAsync(stream, Digest.Algorithm, cancellationToken).ConfigureAwait(false);
        if (actual == Digest) return;
        throw new LocalImageException(LocalImageFailure.Broken, $"{source} is damaged: the content of {Digest} has the digest {actual}.");
    }
}

/// <summary>A part of a file: an entry of an archive, or a whole file.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Offset">The part's first byte.</param>
/// <param name="Length">The part's length in bytes.</param>
internal sealed record FileRange(string Path, long Offset, long Length)
{
    /// <summary>Opens the part from one of its bytes. Parts of the same file can be read at the same time.</summary>
    /// <param name="from">The first byte within the part.</param>
    /// <param name="length">The number of bytes; null for the rest.</param>
    /// <param name="onRead">Called with the number of bytes of each read; null for none.</param>
    public LimitedStream Open(long from = 0, long? length = null, Action<int>? onRead = null)
    {
        // Callers read large blocks. The owner of a temporary file keeps it open for deletion.
        var file = new FileStream(
            Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan)
        {
            Position = Offset + from,
        };
        return new LimitedStream(
            file,
            length ?? Length - from,
            () => new LocalImageException(LocalImageFailure.Broken, $"'{Path}' became shorter while it was read."))
        {
            OnRead = onRead,
            OwnsStream = true,
        };
    }

    /// <summary>Reads the first bytes, or all if there are fewer.</summary>
    public byte[] ReadBytes(int count)
    {
        byte[] bytes = new byte[Math.Min(count, Length)];
        using LimitedStream stream = Open(length: bytes.Length);
        for (int done = 0; done < bytes.Length;) done += stream.Read(bytes, done, bytes.Length - done);
        return bytes;
    }

    /// <summary>Reads the whole part, which must be small.</summary>
    public byte[] ReadAllBytes() => ReadBytes(int.MaxValue);
}
