namespace Daytona.Snapshots.Images;

/// <summary>The digest of content in a registry, such as <c>sha256:1f…</c>. This type has the grammar of digests.</summary>
internal readonly record struct Digest
{
    /// <summary>The algorithm that all tools use.</summary>
    public const string Sha256 = "sha256";

    private const string Sha512 = "sha512";

    private Digest(string algorithm, string hex) => (Algorithm, Hex) = (algorithm, hex);

    /// <summary>The algorithm, <c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>64 or 128 digits in lower case.</summary>
    public string Hex { get; }

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
