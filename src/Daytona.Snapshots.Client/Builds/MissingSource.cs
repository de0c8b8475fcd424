namespace Daytona.Snapshots.Client.Builds;

/// <summary>A source of a Dockerfile that matches no file of its context. The build will most likely fail there.</summary>
/// <param name="Source">The source as it is written.</param>
/// <param name="Line">The line of its instruction, from 1.</param>
/// <param name="Reason">The reason, such as <c>is not in /app</c>.</param>
public sealed record MissingSource(string Source, int Line, string Reason)
{
    /// <summary>The source and the reason, without a full stop.</summary>
    /// <returns>Text such as <c>The Dockerfile's 'app' (line 3) is an empty folder, which the service removes</c>.</returns>
    public override string ToString() => $"The Dockerfile's '{Source}' (line {Line}) {Reason}";

    /// <summary>Finds the missing sources of a Dockerfile.</summary>
    /// <param name="root">The context's root.</param>
    /// <param name="sources">The sources of the Dockerfile.</param>
    /// <param name="ignore">The root's .dockerignore.</param>
    /// <param name="entries">The files of the context.</param>
    /// <returns>The sources that are missing, in their order.</returns>
    internal static IReadOnlyList<MissingSource> Find(
        string root, DockerfileSources sources, DockerIgnore ignore, IReadOnlyList<BuildContextEntry> entries)
    {
        if (sources.IsEverything) return [];

        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (BuildContextEntry entry in entries)
        {
            for (string path = entry.ArchivePath; present.Add(path) && path.Contains("/");)
            {
                path = path.Substring(0, path.LastIndexOf('/'));
            }
        }

        return [.. sources.Sources.Where(source => source.IsLiteral && !present.Contains(source.Path))
            .Select(source => new MissingSource(source.Text, source.Line, FindReason(root, source.Path, ignore)))];
    }

    private static string FindReason(string root, string path, DockerIgnore ignore)
    {
        string full = root + Path.DirectorySeparatorChar + path;
        bool isFolder = Directory.Exists(full);
        if (!isFolder && !File.Exists(full)) return $"is not in {root}";
        if (ignore.FindReason(path) is { } reason) return $"is excluded by {reason}";

        return isFolder && !HasFiles(full)
            ? "is an empty folder, which the service removes"
            : "is a folder of which .dockerignore excludes every file";
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
