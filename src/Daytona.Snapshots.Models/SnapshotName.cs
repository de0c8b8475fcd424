using System.Text.RegularExpressions;

namespace Daytona.Snapshots;

/// <summary>The service's rules for the names of snapshots and images, checked before any request.</summary>
internal static class SnapshotName
{
    // Both rules are those of the service (its snapshot service and its "safe display string"), confirmed by its responses.
    private static readonly Regex Shape = new(
        @"^[a-zA-Z0-9_.\-:]+(/[a-zA-Z0-9_.\-:]+)*(@sha256:[a-f0-9]{64})?\z", RegexOptions.CultureInvariant);

    private static readonly Regex Address = new(
        @"javascript:|data:|mailto:|tel:|www\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex TemporarySuffix = new(@"\.update-[a-f0-9]{8}(?=@|\z)", RegexOptions.CultureInvariant);

    /// <summary>Whether a URL path can contain the name. It can't contain <c>.</c> and <c>..</c>.</summary>
    public static bool FitsInPath(string name) => name is not ("." or "..");

    /// <summary>Makes a unique name for a snapshot that replaces another. In a listing sorted by name, it follows the other's.</summary>
    /// <returns>The name with a random suffix, such as <c>app.update-1f0a53c2</c>.</returns>
    public static string MakeTemporary(string name) =>
        TemporaryPrefix(name) + Guid.NewGuid().ToString("N").Substring(0, 8) + (name.IndexOf('@') is var digest and >= 0 ? name.Substring(digest) : "");

    /// <summary>The text with which every temporary name for a snapshot starts.</summary>
    public static string TemporaryPrefix(string name) => name.Split('@')[0] + ".update-";

    /// <summary>Gets the name of the snapshot that a temporary one was to replace.</summary>
    /// <returns>The name that was passed to <see cref="MakeTemporary"/>, or null if the name is not temporary.</returns>
    public static string? FindReplaced(string name) =>
        TemporarySuffix.Match(name) is { Success: true } suffix ? name.Remove(suffix.Index, suffix.Length) : null;

    /// <summary>Validates the name of a snapshot to be created.</summary>
    /// <returns>The problem, or null if the service accepts the name.</returns>
    public static string? Validate(string name)
    {
        if (!Shape.IsMatch(name))
        {
            return $"'{name}' is not a valid snapshot name. Use letters, digits, '.', '-', '_' and ':', " +
                "with single slashes between parts.";
        }

        return Address.Match(name) is { Success: true } address
            ? $"'{name}' is not a valid snapshot name. The service refuses names that contain '{address.Value}'."
            : null;
    }

    /// <summary>Validates the registry image that a snapshot is created from.</summary>
    /// <param name="image">The image's name, with a tag or a digest.</param>
    /// <returns>The problem, or null if the service accepts the image.</returns>
    public static string? ValidateImage(string image)
    {
        if (image.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0)
        {
            return $"'{image}' is a URL and not an image's name. " +
                (ValidateImage(image.Substring(scheme + 3)) is null ? "Remove everything up to '://'." : "Use a name such as docker.io/library/python:3.13-slim.");
        }

        int at = image.IndexOf("@sha256:", StringComparison.Ordinal);
        if (at >= 0)
        {
            return at == 0 || !Digest.TryParse(image.Substring(at + 1), out _)
                ? $"The digest of image '{image}' is incomplete. Use image@sha256: followed by 64 hexadecimal digits."
                : null;
        }

        // A colon before the last slash is a registry's port and not a tag.
        string tag = image.Substring(image.LastIndexOf('/') + 1) is var last && last.IndexOf(':') is var colon and >= 0
            ? last.Substring(colon + 1)
            : "";
        if (tag.Trim().Length == 0)
        {
            return $"Image '{image}' has no tag. Add a version after a colon, as in python:3.13-slim, or a digest.";
        }

        if (tag == "latest")
        {
            return $"Image '{image}' has the tag latest, which Daytona refuses because it changes. Use a version or a digest.";
        }

        return Shape.IsMatch(image)
            ? null
            : $"'{image}' is not a valid image name. Use letters, digits, '.', '-' and '_', with single slashes between " +
                "parts and a tag at the end.";
    }
}
