namespace Daytona.Snapshots.Client.Builds;

/// <summary>A file or folder of the context that a Dockerfile reads, or a pattern for some.</summary>
/// <param name="Path">The path from the context's root.</param>
/// <param name="Text">The source as it is written.</param>
/// <param name="Line">The line of its instruction, from 1.</param>
/// <param name="Pattern">The pattern. It is literal if the source names one file or folder, which has to exist.</param>
internal sealed record DockerfileSource(string Path, string Text, int Line, PathPattern Pattern)
{
    /// <summary>Makes a source for one file or folder.</summary>
    /// <returns>The source, or null if it is the whole context.</returns>
    public static DockerfileSource? Literal(string text, int line) => Create(text, line, PathPattern.Literal);

    /// <summary>Makes a source of COPY or ADD, which may hold wildcards.</summary>
    /// <returns>The source, or null if it is the whole context.</returns>
    /// <exception cref="FormatException">The wildcards are not valid or not supported.</exception>
    public static DockerfileSource? Wildcard(string text, int line) =>
        Create(text, line, static path => HasWildcard(path) ? PathPattern.OfCopy(path) : PathPattern.Literal(path));

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

        if (Normalize(text).StartsWith("!", StringComparison.Ordinal)) return null;

        // An unmatched ] also makes an expression there.
        return Create(text, line, static path => HasWildcard(path) || path.Contains("]") ? PathPattern.OfDockerIgnore(path) : PathPattern.Literal(path));
    }

    private static bool HasWildcard(string path) => path.IndexOfAny(['*', '?', '[']) >= 0;

    private static DockerfileSource? Create(string text, int line, Func<string, PathPattern> read) =>
        Normalize(text) is { Length: > 0 } path ? new DockerfileSource(path, text, line, read(path)) : null;

    /// <summary>Sources start at the context's root, with a slash or without, and never leave it.</summary>
    private static string Normalize(string text) => GoPath.Clean("/" + text).Substring(1);
}
