namespace Daytona.Snapshots.Client.Builds;

/// <summary>A source of the Dockerfile that the context does not have.</summary>
/// <param name="Source">The source as it is written.</param>
/// <param name="Line">The line of its instruction, from 1.</param>
/// <param name="Reason">The reason, such as <c>is not in /app</c>.</param>
public sealed record MissingSource(string Source, int Line, string Reason)
{
    /// <summary>The result for the build, without a full stop.</summary>
    /// <value><c>the build will most likely fail there</c> by default.</value>
    public string Consequence { get; init; } = "the build will most likely fail there";

    /// <summary>The source, the reason and the consequence.</summary>
    /// <returns>A sentence, such as <c>The Dockerfile's 'app' (line 3) is not in /src: the build will most likely fail there.</c></returns>
    public override string ToString() => $"The Dockerfile's '{Source}' (line {Line}) {Reason}: {Consequence}.";

    /// <summary>Finds the missing sources of a Dockerfile.</summary>
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
            .Select(source => Explain(new MissingSource(source.Text, source.Line, ""), root, source.Path, ignore))];
    }

    private static MissingSource Explain(MissingSource missing, string root, string path, DockerIgnore ignore)
    {
        if (FindRealPath(root, path) is not { } real) return missing with { Reason = $"is not in {root}" };
        if (real != path) return missing with { Reason = $"is not in {root}, but '{real}' is, and Docker's names are case-sensitive" };
        if (ignore.FindReason(path) is { } reason) return missing with { Reason = $"is excluded by {reason}" };

        string full = Path.Combine(root, path);
        if (Directory.Exists(full))
        {
            return missing with
            {
                Reason = HasFiles(full) ? "is a folder of which .dockerignore excludes every file" : "is an empty folder, which the service removes",
            };
        }

        return missing with
        {
            Reason = "is not sent, because the service would build it instead of the Dockerfile that it gets",
            Consequence = "the image gets the one that is built",
        };
    }

    /// <summary>Finds a path as the file system spells it: with the same case, or otherwise with another one.</summary>
    private static string? FindRealPath(string root, string path)
    {
        string real = "";
        foreach (string part in path.Split('/'))
        {
            string[] names;
            try
            {
                names = [.. Directory.EnumerateFileSystemEntries(Path.Combine(root, real)).Select(static entry => Path.GetFileName(entry))];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }

            string? name = names.Contains(part) ? part : Array.Find(names, name => name.Equals(part, StringComparison.OrdinalIgnoreCase));
            if (name is null) return null;

            real = real.Length == 0 ? name : real + "/" + name;
        }

        return real;
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
