using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>
/// Where a local file lies beside the Dockerfile. The service lays all of an image's files over one another there, so
/// two different ones must never get the same place.
/// </summary>
internal static class ArchivePath
{
    /// <summary>The place of files from outside the base folder, or whose own place is taken.</summary>
    private const string Elsewhere = "_local";

    // Without any of these in them, instructions read nothing of their context, and nothing of it lies beside the Dockerfile.
    private static readonly Regex Reading = new(
        @"^\uFEFF?\s*(COPY|ADD)\b|--mount|onbuild|#\s*syntax",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline);

    /// <summary>Chooses the path: the one from the base folder where it is below and free, else a neutral one.</summary>
    /// <param name="source">The full path of the file or folder.</param>
    /// <param name="baseFolder">The full path of the folder that relative paths start from.</param>
    /// <param name="contexts">What lies beside the Dockerfile already.</param>
    /// <returns>A path with forward slashes that tells nothing of this machine.</returns>
    public static string Choose(string source, string baseFolder, IReadOnlyList<ImageContext> contexts)
    {
        ImageContext[] others = [.. contexts.Where(other => other.Instructions is null || Reading.IsMatch(other.Instructions))];
        if (LocalPath.Below(source, baseFolder) is { } below && others.All(other => Agrees(source, below, other)))
        {
            return below;
        }

        // The base folder is called what its user likes, and the text must not depend on it.
        string name = !string.Equals(source, baseFolder, LocalPath.Comparison) && Path.GetFileName(source) is { Length: > 0 } last
            ? last
            : "root";
        for (int n = 1; ; n++)
        {
            string folder = n == 1 ? Elsewhere : Elsewhere + "-" + n.ToString(CultureInfo.InvariantCulture);
            string candidate = folder + "/" + name;
            if (others.All(other => Agrees(source, candidate, other))) return candidate;
        }
    }

    /// <summary>Whether two things beside the Dockerfile do not meet, or are the same files where they do.</summary>
    private static bool Agrees(string source, string archivePath, ImageContext other) =>
        FromRoot(archivePath, other.ArchivePath) is { } inside
            ? SameOrAbsent(other.Source, inside, source)
            : FromRoot(other.ArchivePath, archivePath) is not { } around || SameOrAbsent(source, around, other.Source);

    private static bool SameOrAbsent(string folder, string below, string source)
    {
        string there = below == "." ? folder : LocalPath.Full(below, folder);
        return string.Equals(there, source, LocalPath.Comparison) || !(File.Exists(there) || Directory.Exists(there));
    }

    private static string? FromRoot(string path, string root) =>
        root == ImageContext.Root || path == root ? (path == root ? "." : path)
        : path.StartsWith(root + "/", StringComparison.Ordinal) ? path.Substring(root.Length + 1)
        : null;
}
