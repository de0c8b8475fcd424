namespace Daytona.Snapshots.Client.Oci;

/// <summary>A layer or the configuration of an image on this machine.</summary>
/// <param name="Digest">The expected digest.</param>
/// <param name="Content">The content.</param>
internal sealed record ImageBlob(Digest Digest, FileRange Content)
{
    /// <summary>Compares the content with the digest.</summary>
    /// <param name="source">The image, as messages name it.</param>
    /// <param name="onRead">Called with the number of bytes of each read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LocalImageException">They don't match.</exception>
    public async Task VerifyAsync(string source, Action<int>? onRead, CancellationToken cancellationToken)
    {
        using FileRangeStream stream = Content.Open(onRead: onRead);
        Digest actual = await Digest.ComputeAsync(stream, cancellationToken).ConfigureAwait(false);
        if (actual != Digest)
        {
            throw new LocalImageException(
                LocalImageFailure.Broken, $"{source} is damaged: the content of {Digest} has the digest {actual}.");
        }
    }
}
