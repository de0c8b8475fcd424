using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>
/// The path of a local file in the build context. The service merges all files of an image into one folder, so two different
/// files must never get the same path.
/// </summary>
internal static class ArchivePath
{
    /// <summary>The path of files that are outside the base folder, or whose own path is taken.</summary>
    private const string Elsewhere = "_local";

    // Instructions without any of these read no file of the context, so no file of it is sent.
    private static readonly Regex Reading = new(
        @"^\uFEFF?\s*(COPY|ADD)\b|--mount|onbuild|#\s*syntax",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline);

    /// <summary>Chooses the path: relative to the base folder if the file is below it and the path is free, or a neutral one.</summary>
    public static string Choose(string source, string baseFolder, IReadOnlyList<ImageContext> contexts)
    {
        ImageContext[] others = [.. contexts.Where(other => other.Instructions is null || Reading.IsMatch(other.Instructions))];
        if (LocalPath.Below(source, baseFolder) is { } below && others.All(other => Agrees(source, below, other)))
        {
            return below;
        }

        // The text must not depend on the name of the base folder.
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

    /// <summary>Whether two paths of the context do not overlap, or are the same files if they do.</summary>
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
