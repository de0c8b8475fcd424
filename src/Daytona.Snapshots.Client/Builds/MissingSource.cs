namespace Daytona.Snapshots.Client.Builds;

/// <summary>A source of the Dockerfile that the context does not have.</summary>
/// <param name="Source">The source as it is written.</param>
/// <param name="Line">The line of its instruction, from 1.</param>
/// <param name="Reason">The reason and its result for the build, such as <c>is not in /app: the build will most likely fail there</c>.</param>
public sealed record MissingSource(string Source, int Line, string Reason)
{
    /// <summary>The source and the reason.</summary>
    /// <returns>A sentence, such as <c>The Dockerfile's 'app' (line 3) is not in /src: the build will most likely fail there.</c></returns>
    public override string ToString() => $"The Dockerfile's '{Source}' (line {Line}) {Reason}.";

    /// <summary>Finds the missing sources of a Dockerfile.</summary>
    internal static IReadOnlyList<MissingSource> Find(
        string root, DockerfileSources sources, DockerIgnore ignore, IReadOnlyList<BuildContextEntry> entries)
    {
        if (sources.IsEverything) return [];

        // The files and their folders.
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (BuildContextEntry entry in entries)
        {
            for (string path = entry.ArchivePath; present.Add(path) && path.Contains("/");) path = path.Substring(0, path.LastIndexOf('/'));
        }

        return [.. sources.Sources.Where(source => source.Pattern.IsLiteral && !present.Contains(source.Path))
            .Select(source => new MissingSource(source.Text, source.Line, Explain(root, source.Path, ignore)))];
    }

    private static string Explain(string root, string path, DockerIgnore ignore)
    {
        const string fails = "the build will most likely fail there";
        if (FindRealPath(root, path) is not { } real) return $"is not in {root}: {fails}";
        if (real != path) return $"is not in {root}, but '{real}' is, and Docker's names are case-sensitive: {fails}";
        if (ignore.FindReason(path) is { } pattern) return $"is excluded by {pattern}: {fails}";

        string full = Path.Combine(root, path);
        if (!Directory.Exists(full)) return "is not sent, because the service would build it instead of the Dockerfile that it gets: the image gets the one that is built";
        return HasFiles(full) ? $"is a folder of which .dockerignore excludes every file: {fails}" : $"is an empty folder, which the service removes: {fails}";
    }

    /// <summary>Finds a path as the file system spells it: with the same case, or otherwise with another one.</summary>
    private static string? FindRealPath(string root, string path)
    {
        string real = "";
        try
        {
            foreach (string part in path.Split('/'))
            {
                string[] names = [.. Directory.EnumerateFileSystemEntries(Path.Combine(root, real)).Select(static entry => Path.GetFileName(entry))];
                if ((names.Contains(part) ? part : Array.Find(names, name => name.Equals(part, StringComparison.OrdinalIgnoreCase))) is not { } name) return null;
                real = real.Length == 0 ? name : real + "/" + name;
            }

            return real;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool HasFiles(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
