using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>
/// The name of an image in a registry. This type has the grammar of image names by which Docker and the service's runners pull
/// (https://github.com/distribution/reference). The service itself accepts more than that.
/// </summary>
/// <param name="Host">The registry's host, with its port if it has one; null if the name has none, which means Docker Hub.</param>
/// <param name="Repository">The repository, such as <c>team/app</c>.</param>
/// <param name="Tag">The tag; null if the name has none.</param>
/// <param name="Digest">The digest; null if the name has none.</param>
internal sealed record ImageReference(string? Host, string Repository, string? Tag, string? Digest)
{
    // Room for the registry's path and the project, of the 255 characters that registries accept.
    private const int MaxDerivedLength = 128;
    private const int MaxLength = 255;
    private const string DockerHub = "docker.io";
    private const string Library = "library/";
    private const string Latest = "latest";

    private static readonly Regex HostShape = new(@"^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]+)?\z", RegexOptions.CultureInvariant);
    private static readonly Regex PartShape = new(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*\z", RegexOptions.CultureInvariant);
    private static readonly Regex TagShape = new(@"^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant);
    private static readonly Regex NotInName = new("[^a-z0-9]+", RegexOptions.CultureInvariant);

    /// <summary>Splits a name into its parts, without validating them.</summary>
    public static ImageReference Split(string image)
    {
        string[] nameAndDigest = image.Split(['@'], 2);
        string name = nameAndDigest[0];
        int slash = name.IndexOf('/');
        // As Docker decides. A part with a capital letter could only be a host, but is most likely a typing error.
        string? host = slash > 0 && (name.IndexOfAny(['.', ':'], 0, slash) >= 0 || name.StartsWith("localhost/", StringComparison.Ordinal))
            ? name.Substring(0, slash)
            : null;
        string path = host is null ? name : name.Substring(slash + 1);
        int colon = path.IndexOf(':', path.LastIndexOf('/') + 1);
        return new ImageReference(
            host,
            colon < 0 ? path : path.Substring(0, colon),
            colon < 0 ? null : path.Substring(colon + 1),
            nameAndDigest.Length == 2 ? nameAndDigest[1] : null);
    }

    /// <summary>Validates an image's name.</summary>
    public static string? Validate(string image)
    {
        ImageReference parts = Split(image);
        if (parts.Tag is { } tag && !IsTag(tag))
        {
            return $"'{tag}' can't be an image's tag. Use up to 128 letters, digits, '.', '-' and '_', and begin with a letter or digit.";
        }

        string prefix = parts.Host is null ? "" : parts.Host + "/";
        int length = prefix.Length + parts.Repository.Length;
        if (parts.Repository.Any(char.IsUpper))
        {
            return $"'{image}' can't be pulled, because the names of images have no capital letters. Use '{prefix}{parts.Repository.ToLowerInvariant()}{image.Substring(length)}'.";
        }

        if (parts.Host is { } host && !HostShape.IsMatch(host)) return $"'{host}' in '{image}' can't be the host of a registry.";
        if (length > MaxLength) return $"The image's name has {length} characters, and registries accept {MaxLength}.";
        return parts.Repository.Split('/').FirstOrDefault(static part => !PartShape.IsMatch(part)) is { } wrong
            ? $"'{wrong}' in '{image}' can't be a part of an image's name. Use lower-case letters and digits, with single '.', '_' or '-' between them."
            : null;
    }

    /// <summary>Whether a text is a repository's name, or the first parts of one.</summary>
    public static bool IsRepository(string text) =>
        text.Length <= MaxLength && Array.TrueForAll(text.Split('/'), PartShape.IsMatch);

    /// <summary>Whether a text is a tag.</summary>
    public static bool IsTag(string text) => TagShape.IsMatch(text);

    /// <summary>Derives the name of an image in the service's registry from that of its snapshot.</summary>
    public static ImageReference ForSnapshot(string snapshotName)
    {
        int colon = snapshotName.LastIndexOf(':');
        string? tag = colon > 0 && IsTag(snapshotName.Substring(colon + 1)) ? snapshotName.Substring(colon + 1) : null;
        string path = tag is null ? snapshotName : snapshotName.Substring(0, colon);
        string repository = string.Join("/", path.ToLowerInvariant().Split('/')
            .Select(static part => NotInName.Replace(part, "-").Trim('-'))
            .Where(static part => part.Length > 0));
        if (repository.Length > MaxDerivedLength) repository = repository.Substring(0, MaxDerivedLength).Trim('-', '/');
        // A snapshot is created by digest, so that two names that differ only in such characters can share a repository.
        return new ImageReference(null, repository.Length > 0 ? repository : "snapshot", tag ?? Latest, null);
    }

    /// <summary>Whether two names mean the same image, which tools complete differently.</summary>
    public static bool Matches(string requested, string stored)
    {
        ImageReference wanted = Split(requested);
        ImageReference other = Split(stored);
        return requested == stored
            || wanted.Complete() == other.Complete()
            || (wanted.Tag is not null && wanted.Tag == stored);
    }

    // The registries and tags that Docker and Podman omit or add.
    private ImageReference Complete()
    {
        string? host = Host is DockerHub or "index.docker.io" or "localhost" ? null : Host;
        string repository = host is null && Repository.StartsWith(Library, StringComparison.Ordinal) ? Repository.Substring(Library.Length) : Repository;
        return new ImageReference(host, repository, Tag ?? (Digest is null ? Latest : null), Digest);
    }
}
