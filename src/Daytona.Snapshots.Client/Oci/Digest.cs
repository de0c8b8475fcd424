using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The SHA-256 digest of content in a registry, such as <c>sha256:1f…</c>.</summary>
internal readonly record struct Digest
{
    private const string Algorithm = "sha256:";
    private const int BufferSize = 256 * 1024;

    private Digest(string hex) => Hex = hex;

    /// <summary>64 digits in lower case.</summary>
    public string Hex { get; }

    /// <summary>Reads a digest.</summary>
    /// <param name="text">With or without its algorithm.</param>
    /// <param name="digest">The digest.</param>
    /// <returns>False if the text is not the digest of this algorithm.</returns>
    public static bool TryParse(string? text, out Digest digest)
    {
        string hex = text?.StartsWith(Algorithm, StringComparison.Ordinal) == true ? text.Substring(Algorithm.Length) : text ?? "";
        bool valid = hex.Length == 64 && hex.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
        digest = valid ? new Digest(hex) : default;
        return valid;
    }

    /// <summary>The digest of bytes.</summary>
    public static Digest Of(byte[] bytes)
    {
        using var sha256 = SHA256.Create();
        return FromHash(sha256.ComputeHash(bytes));
    }

    /// <summary>The digest of a stream, from its position to its end.</summary>
    public static async Task<Digest> ComputeAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }

            return FromHash(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The digest with its algorithm.</summary>
    public override string ToString() => Algorithm + Hex;

    private static Digest FromHash(byte[] hash) =>
        new(string.Concat(hash.Select(static b => b.ToString("x2", CultureInfo.InvariantCulture))));
}
