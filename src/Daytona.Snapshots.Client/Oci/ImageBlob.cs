using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>A layer or the configuration of an image, as it is sent.</summary>
/// <param name="Digest">The expected digest.</param>
/// <param name="Content">The content.</param>
/// <param name="IsVerified">Whether the digest was computed from the content.</param>
internal sealed record ImageBlob(Digest Digest, FileRange Content, bool IsVerified = false)
{
    /// <summary>Compares the content with the digest.</summary>
    /// <param name="source">The image, as messages name it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LocalImageException">They don't match.</exception>
    public async Task VerifyAsync(string source, CancellationToken cancellationToken)
    {
        if (IsVerified) return;
        using LimitedStream stream = Content.Open();
        Digest actual = await DigestBuilder.ComputeAsync(stream, Digest.Algorithm, cancellationToken).ConfigureAwait(false);
        if (actual == Digest) return;
        throw new LocalImageException(LocalImageFailure.Broken, $"{source} is damaged: the content of {Digest} has the digest {actual}.");
    }
}
