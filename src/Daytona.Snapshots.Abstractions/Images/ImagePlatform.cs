namespace Daytona.Snapshots.Images;

/// <summary>The platform that an image runs on.</summary>
/// <param name="Os">The operating system, such as <c>linux</c>.</param>
/// <param name="Architecture">The processor architecture, such as <c>amd64</c> or <c>arm64</c>.</param>
/// <param name="Variant">The variant of the architecture, such as <c>v7</c>; null for any.</param>
public sealed record ImagePlatform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>The platform of Daytona's own runners, <c>linux/amd64</c>.</summary>
    public static ImagePlatform LinuxAmd64 { get; } = new("linux", "amd64");

    /// <summary>Reads a platform.</summary>
    /// <param name="text">The platform, such as <c>linux/arm64</c> or <c>linux/arm/v7</c>.</param>
    /// <returns>The platform.</returns>
    /// <exception cref="FormatException">The text is not a platform.</exception>
    public static ImagePlatform Parse(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        string[] parts = text.Trim().ToLowerInvariant().Split('/');
        return parts.Length is 2 or 3 && Array.TrueForAll(parts, static part => part.Length > 0)
            ? new ImagePlatform(parts[0], parts[1], parts.Length == 3 ? parts[2] : null)
            : throw new FormatException($"'{text}' is not a platform. Use a form such as linux/amd64.");
    }

    /// <summary>Whether an image of another platform runs on this one.</summary>
    /// <param name="other">The image's platform.</param>
    /// <returns>True for the same system and architecture, and the same variant if this platform has one.</returns>
    public bool Accepts(ImagePlatform other)
    {
        if (other is null) throw new ArgumentNullException(nameof(other));
        return Same(Os, other.Os) && Same(Architecture, other.Architecture)
            && (Variant is null || Same(Variant, other.Variant ?? DefaultVariant(other.Architecture)));
    }

    /// <summary>The platform as it is usually written.</summary>
    /// <returns>The text, such as <c>linux/arm/v7</c>.</returns>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    private static string? DefaultVariant(string architecture) => architecture switch
    {
        "arm64" => "v8",
        "arm" => "v7",
        "amd64" => "v1",
        _ => null,
    };

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
