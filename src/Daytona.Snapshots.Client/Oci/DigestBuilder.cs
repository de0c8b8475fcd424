using System.Globalization;
using System.Security.Cryptography;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Computes the digest of content that passes by.</summary>
internal sealed class DigestBuilder(string algorithm = Digest.Sha256) : IDisposable
{
    private readonly IncrementalHash _hash =
        IncrementalHash.CreateHash(algorithm == Digest.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512);

    /// <summary>The digest of bytes.</summary>
    public static Digest Compute(byte[] bytes, string algorithm = Digest.Sha256)
    {
        using var builder = new DigestBuilder(algorithm);
        builder.Append(bytes, bytes.Length);
        return builder.Build();
    }

    /// <summary>The digest of a stream, from its position to its end.</summary>
    public static async Task<Digest> ComputeAsync(Stream stream, string algorithm, CancellationToken cancellationToken)
    {
        using var builder = new DigestBuilder(algorithm);
        byte[] buffer = new byte[ForwardStream.BufferSize];
        int read;
        while ((read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            builder.Append(buffer, read);
        }

        return builder.Build();
    }

    public void Append(byte[] bytes, int length) => _hash.AppendData(bytes, 0, length);

    public Digest Build()
    {
        string hex = string.Concat(_hash.GetHashAndReset().Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
        return Digest.TryParse($"{algorithm}:{hex}", out Digest digest) ? digest : throw new InvalidOperationException("Not a digest.");
    }

    public void Dispose() => _hash.Dispose();
}
