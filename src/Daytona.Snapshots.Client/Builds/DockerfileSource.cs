namespace Daytona.Snapshots.Client.Builds;

/// <summary>A file or folder of the context that a Dockerfile reads, or a pattern for some.</summary>
/// <param name="Path">The path from the context's root.</param>
/// <param name="Text">The source as it is written.</param>
/// <param name="Line">The line of its instruction, from 1.</param>
internal sealed record DockerfileSource(string Path, string Text, int Line)
{
    private PathWildcard? _wildcard;
    private DockerIgnorePattern? _pattern;

    /// <summary>Whether the source names one file or folder, which has to exist.</summary>
    public bool IsLiteral => _wildcard is null && _pattern is null;

    /// <summary>Makes a source for one file or folder.</summary>
    /// <returns>The source, or null if it is the whole context.</returns>
    public static DockerfileSource? Literal(string text, int line) =>
        Normalize(text) is { Length: > 0 } path ? new DockerfileSource(path, text, line) : null;

    /// <summary>Makes a source of COPY or ADD, which may hold wildcards.</summary>
    /// <returns>The source, or null if it is the whole context.</returns>
    /// <exception cref="FormatException">The wildcards are not valid or not supported.</exception>
    public static DockerfileSource? Wildcard(string text, int line) =>
        Normalize(text) is { Length: > 0 } path && HasWildcard(path)
            ? new DockerfileSource(path, text, line) { _wildcard = PathWildcard.OfCopy(path) }
            : Literal(text, line);

    /// <summary>Makes a source of COPY with <c>--parents</c>, whose wildcards are those of a .dockerignore.</summary>
    /// <returns>The source, or null if it may be the whole context.</returns>
    /// <exception cref="FormatException">The wildcards are not valid or not supported.</exception>
    public static DockerfileSource? WithParents(string text, int line)
    {
        // The text before "/./" is not part of the pattern, which begins after it.
        int pivot = text.IndexOf("/./", StringComparison.Ordinal);
        if (pivot >= 0 && HasWildcard(text))
        {
            string folder = text.Substring(0, pivot);
            return HasWildcard(folder) ? null : Literal(folder, line);
        }

        if (Normalize(text) is not { Length: > 0 } path || path[0] == '!') return null;

        // An unmatched ] also makes an expression there.
        return HasWildcard(path) || path.Contains("]")
            ? new DockerfileSource(path, text, line) { _pattern = DockerIgnorePattern.Parse(path, isException: false) }
            : Literal(text, line);
    }

    /// <summary>Whether the source names the path itself. It then also reads everything below the path.</summary>
    public bool Reads(string path) => _pattern?.IsMatch(path) ?? _wildcard?.IsMatch(path) ?? path == Path;

    /// <summary>Whether the source may name a path below a folder. Errs on the side of true.</summary>
    public bool MayReadBelow(string folder) =>
        _pattern?.MayMatchBelow(folder) ?? _wildcard?.MayMatchBelow(folder)
            ?? Path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool HasWildcard(string path) => path.IndexOfAny(['*', '?', '[']) >= 0;

    /// <summary>Sources start at the context's root, with a slash or without, and never leave it.</summary>
    private static string Normalize(string text) => GoPath.Clean("/" + text).Substring(1);
}
