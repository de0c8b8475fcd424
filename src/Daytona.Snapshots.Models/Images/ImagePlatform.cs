namespace Daytona.Snapshots.Images;

/// <summary>The platform that an image runs on.</summary>
/// <param name="Os">The operating system, such as <c>linux</c>.</param>
/// <param name="Architecture">The processor architecture, such as <c>amd64</c> or <c>arm64</c>.</param>
/// <param name="Variant">The variant of the architecture, such as <c>v7</c>; null for its usual one.</param>
public sealed record ImagePlatform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>The platform of Daytona's own runners, <c>linux/amd64</c>.</summary>
    public static ImagePlatform LinuxAmd64 { get; } = new("linux", "amd64");

    /// <summary>Reads a platform.</summary>
    /// <param name="text">The platform, such as <c>linux/arm64</c> or <c>linux/arm/v7</c>.</param>
    /// <exception cref="FormatException">The text is not a platform.</exception>
    public static ImagePlatform Parse(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        string[] parts = text.Trim().ToLowerInvariant().Split('/');
        return parts.Length is 2 or 3 && Array.TrueForAll(parts, static part => part.Length > 0)
            ? new ImagePlatform(parts[0], parts[1], parts.Length == 3 ? parts[2] : null)
            : throw new FormatException($"'{text}' is not a platform. Use a form such as linux/amd64.");
    }

    /// <summary>
    /// How well an image of another platform fits this one, by containerd's rules: a processor runs the variants before its own,
    /// amd64 runs 386, and arm64 runs arm.
    /// </summary>
    /// <param name="other">The image's platform.</param>
    /// <returns>0 for the same platform, more the worse an image fits; null if it can't run.</returns>
    public int? DistanceTo(ImagePlatform other)
    {
        if (other is null) throw new ArgumentNullException(nameof(other));
        if (!Os.Equals(other.Os, StringComparison.OrdinalIgnoreCase)) return null;
        int distance = Runnable().ToList().IndexOf(Normalize(other));
        return distance < 0 ? null : distance;
    }

    /// <summary>The platform as it is usually written.</summary>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    /// <summary>The architectures whose images run on this platform, the best first.</summary>
    private IEnumerable<(string Architecture, int Version)> Runnable()
    {
        (string architecture, int version) = Normalize(this);
        yield return (architecture, version);
        int oldest = architecture switch { "amd64" => 1, "arm" => 5, "arm64" => 8, _ => version };
        for (int older = version - 1; older >= oldest; older--) yield return (architecture, older);
        if (architecture == "amd64") yield return ("386", 0);
        if (architecture != "arm64") yield break;
        for (int older = 8; older >= 5; older--) yield return ("arm", older);
    }

    private static (string Architecture, int Version) Normalize(ImagePlatform platform)
    {
        string architecture = platform.Architecture.ToLowerInvariant() switch
        {
            "x86_64" or "x86-64" => "amd64",
            "aarch64" => "arm64",
            "i386" => "386",
            var other => other,
        };
        string variant = platform.Variant?.ToLowerInvariant().TrimStart('v') ?? "";
        int usual = architecture switch { "amd64" => 1, "arm" => 7, "arm64" => 8, _ => 0 };
        // An unknown variant is like no other.
        return (architecture, variant.Length == 0 ? usual : int.TryParse(variant, out int version) ? version : variant.GetHashCode());
    }
}
