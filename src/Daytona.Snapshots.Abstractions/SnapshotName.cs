using System.Text.RegularExpressions;

namespace Daytona.Snapshots;

/// <summary>The service's rules for the names of snapshots and images, checked before any request.</summary>
public static class SnapshotName
{
    // Both rules are the service's own (its snapshot service and its "safe display string"), measured in its answers.
    private static readonly Regex Shape = new(
        @"^[a-zA-Z0-9_.\-:]+(/[a-zA-Z0-9_.\-:]+)*(@sha256:[a-f0-9]{64})?\z", RegexOptions.CultureInvariant);

    private static readonly Regex Address = new(
        @"javascript:|data:|mailto:|tel:|www\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex TemporarySuffix = new(@"\.update-[a-f0-9]{8}(?=@|\z)", RegexOptions.CultureInvariant);

    private static readonly Regex Digest = new(@"^[a-f0-9]{64}\z", RegexOptions.CultureInvariant);

    /// <summary>Whether a URL's path can carry the name. <c>.</c> and <c>..</c> are names that none can.</summary>
    /// <param name="name">A snapshot's name.</param>
    /// <returns>False for a name that has to be looked up in the listing.</returns>
    public static bool FitsInPath(string name) => name is not ("." or "..");

    /// <summary>Makes a unique name for a snapshot that replaces another. In a listing sorted by name, it follows the other's.</summary>
    /// <param name="name">The name of the snapshot to replace.</param>
    /// <returns>The name with a random suffix, such as <c>app.update-1f0a53c2</c>.</returns>
    public static string MakeTemporary(string name)
    {
        if (name is null) throw new ArgumentNullException(nameof(name));
        string prefix = TemporaryPrefix(name);
        int digest = name.IndexOf('@');
        return prefix + Guid.NewGuid().ToString("N").Substring(0, 8) + (digest < 0 ? "" : name.Substring(digest));
    }

    /// <summary>The text with which every temporary name for a snapshot starts.</summary>
    /// <param name="name">The name of the snapshot to replace.</param>
    /// <returns>The text, such as <c>app.update-</c>.</returns>
    public static string TemporaryPrefix(string name)
    {
        if (name is null) throw new ArgumentNullException(nameof(name));
        int digest = name.IndexOf('@');
        return (digest < 0 ? name : name.Substring(0, digest)) + ".update-";
    }

    /// <summary>Finds out which snapshot a temporary one was to replace.</summary>
    /// <param name="name">A snapshot's name.</param>
    /// <returns>The name that <see cref="MakeTemporary"/> was given, or null if the name is not a temporary one.</returns>
    public static string? FindReplaced(string name)
    {
        if (name is null) throw new ArgumentNullException(nameof(name));
        return TemporarySuffix.Match(name) is { Success: true } suffix ? name.Remove(suffix.Index, suffix.Length) : null;
    }

    /// <summary>Validates the name of a snapshot to be created.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What is wrong, or null if the service accepts the name.</returns>
    public static string? Validate(string name)
    {
        if (name is null) throw new ArgumentNullException(nameof(name));
        if (!Shape.IsMatch(name))
        {
            return $"'{name}' can't be a snapshot's name: use letters, digits, '.', '-', '_' and ':', " +
                "with single slashes between parts.";
        }

        return Address.Match(name) is { Success: true } address
            ? $"'{name}' can't be a snapshot's name: the service refuses names that hold '{address.Value}'."
            : null;
    }

    /// <summary>Validates the registry image that a snapshot is created from.</summary>
    /// <param name="image">The image's name, with a tag or a digest.</param>
    /// <returns>What is wrong, or null if the service accepts the image.</returns>
    public static string? ValidateImage(string image)
    {
        if (image is null) throw new ArgumentNullException(nameof(image));
        if (image.Contains("://")) return $"'{image}' is a URL and not an image's name. Remove everything up to '://'.";

        int at = image.IndexOf("@sha256:", StringComparison.Ordinal);
        if (at >= 0)
        {
            return at == 0 || !Digest.IsMatch(image.Substring(at + "@sha256:".Length))
                ? $"The digest of image '{image}' is not complete: write image@sha256: and 64 hexadecimal digits."
                : null;
        }

        // A colon before the last slash is a registry's port and not a tag.
        string tag = image.Substring(image.LastIndexOf('/') + 1) is var last && last.IndexOf(':') is var colon and >= 0
            ? last.Substring(colon + 1)
            : "";
        if (tag.Trim().Length == 0)
        {
            return $"Image '{image}' has no tag: name one, as in '{image.TrimEnd(':')}:22.04', or a digest.";
        }

        if (tag == "latest")
        {
            return $"Image '{image}' has the tag latest, which Daytona refuses because it changes: name a version or a digest.";
        }

        return Shape.IsMatch(image)
            ? null
            : $"'{image}' is not an image's name: use letters, digits, '.', '-' and '_', with single slashes between " +
                "parts and a tag at the end.";
    }
}
