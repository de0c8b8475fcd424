using System.Globalization;
using System.Security.Cryptography;

namespace Daytona.Snapshots.Images;

/// <summary>The digest of content in a registry, such as <c>sha256:1f…</c>. This type has the grammar of digests.</summary>
internal readonly record struct Digest
{
    /// <summary>The algorithm that all tools use.</summary>
    public const string Sha256 = "sha256";

    private const string Sha512 = "sha512";

    // Each read costs a little.
    private const int BufferSize = 256 * 1024;

    private Digest(string algorithm, string hex) => (Algorithm, Hex) = (algorithm, hex);

    /// <summary>The algorithm, <c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>64 or 128 digits in lower case.</summary>
    public string Hex { get; }

    /// <summary>Starts the computation of a digest.</summary>
    public static IncrementalHash Start(string algorithm = Sha256) =>
        IncrementalHash.CreateHash(algorithm == Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512);

    /// <summary>The digest of all data that was appended to a computation.</summary>
    public static Digest End(IncrementalHash hash) => new(
        hash.AlgorithmName == HashAlgorithmName.SHA256 ? Sha256 : Sha512,
        string.Concat(hash.GetHashAndReset().Select(static b => b.ToString("x2", CultureInfo.InvariantCulture))));

    /// <summary>The digest of bytes.</summary>
    public static Digest Of(byte[] bytes, string algorithm = Sha256)
    {
        using IncrementalHash hash = Start(algorithm);
        hash.AppendData(bytes);
        return End(hash);
    }

    /// <summary>The digest of a stream, from its position to its end.</summary>
    public static async Task<Digest> OfAsync(Stream stream, string algorithm, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = Start(algorithm);
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0) hash.AppendData(buffer, 0, read);
        return End(hash);
    }

    /// <summary>Reads a digest.</summary>
    /// <returns>False if the text is not a SHA-256 or SHA-512 digest.</returns>
    public static bool TryParse(string? text, out Digest digest)
    {
        digest = default;
        if (text is null) return false;
        int colon = text.IndexOf(':');
        string algorithm = colon < 0 ? "" : text.Substring(0, colon);
        string hex = text.Substring(colon + 1);
        int length = algorithm switch { Sha256 => 64, Sha512 => 128, _ => -1 };
        if (hex.Length != length || !hex.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'))) return false;

        digest = new Digest(algorithm, hex);
        return true;
    }

    /// <summary>The digest with its algorithm.</summary>
    public override string ToString() => $"{Algorithm}:{Hex}";
}
