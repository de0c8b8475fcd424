using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>
/// The grammar of image names by which Docker and the service's runners pull (https://github.com/distribution/reference). The
/// service itself accepts more than that.
/// </summary>
internal static class ImageReference
{
    private const int MaxLength = 255;

    private static readonly Regex Host = new(@"^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]+)?\z", RegexOptions.CultureInvariant);
    private static readonly Regex Part = new(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*\z", RegexOptions.CultureInvariant);
    private static readonly Regex Tag = new(@"^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant);

    /// <summary>Validates an image's name.</summary>
    /// <returns>The problem, or null if the image can be pulled.</returns>
    public static string? Validate(string image)
    {
        string name = image.Split(['@'], 2)[0];
        int tagStart = name.IndexOf(':', name.LastIndexOf('/') + 1);
        if (tagStart >= 0 && !Tag.IsMatch(name.Substring(tagStart + 1)))
        {
            return $"'{name.Substring(tagStart + 1)}' can't be an image's tag. Use up to 128 letters, digits, '.', '-' and '_', and begin with a letter or digit.";
        }

        string repository = tagStart >= 0 ? name.Substring(0, tagStart) : name;
        string[] parts = repository.Split('/');
        bool hasHost = parts.Length > 1 && IsHost(parts[0]);
        string path = hasHost ? repository.Substring(parts[0].Length + 1) : repository;
        if (path.Any(char.IsUpper))
        {
            return $"'{image}' can't be pulled, because the names of images have no capital letters. Use '{(hasHost ? parts[0] + "/" : "")}{path.ToLowerInvariant()}{image.Substring(repository.Length)}'.";
        }

        if (hasHost && !Host.IsMatch(parts[0])) return $"'{parts[0]}' in '{image}' can't be the host of a registry.";
        if (repository.Length > MaxLength) return $"The image's name has {repository.Length} characters, and registries accept {MaxLength}.";
        return path.Split('/').FirstOrDefault(static part => !Part.IsMatch(part)) is { } wrong
            ? $"'{wrong}' in '{image}' can't be a part of an image's name. Use lower-case letters and digits, with single '.', '_' or '-' between them."
            : null;
    }

    // As Docker decides. What has a capital letter could only be a host, but is hardly meant as one.
    private static bool IsHost(string part) => part.IndexOfAny(['.', ':']) >= 0 || part == "localhost";
}
