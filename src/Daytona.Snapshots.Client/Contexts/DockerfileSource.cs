namespace Daytona.Snapshots.Client;

/// <summary>A file or folder of the context that a Dockerfile reads, or a wildcard for some.</summary>
internal sealed class DockerfileSource
{
    private readonly string _path;
    private readonly PathExpression? _wildcard;
    private readonly DockerIgnorePattern? _pattern;

    private DockerfileSource(
        string path, string text, int line, PathExpression? wildcard = null, DockerIgnorePattern? pattern = null)
    {
        _path = path;
        _wildcard = wildcard;
        _pattern = pattern;
        Text = text;
        Line = line;
    }

    /// <summary>The source as it is written.</summary>
    public string Text { get; }

    /// <summary>The line of its instruction, from 1.</summary>
    public int Line { get; }

    /// <summary>Whether it names one file or folder, which has to be there.</summary>
    public bool IsLiteral => _wildcard is null && _pattern is null;

    /// <summary>One file or folder.</summary>
    /// <param name="text">The source as it is written.</param>
    /// <param name="line">The line of its instruction.</param>
    /// <returns>The source, or null where it is the whole context.</returns>
    public static DockerfileSource? Literal(string text, int line) =>
        Normalize(text) is { Length: > 0 } path ? new DockerfileSource(path, text, line) : null;

    /// <summary>The source of a COPY or ADD, which may hold wildcards.</summary>
    /// <param name="text">The source as it is written.</param>
    /// <param name="line">The line of its instruction.</param>
    /// <returns>The source, or null where it is the whole context.</returns>
    /// <exception cref="FormatException">A wildcard that Docker would not take.</exception>
    public static DockerfileSource? Wildcard(string text, int line) =>
        Normalize(text) is { Length: > 0 } path && HasWildcard(path)
            ? new DockerfileSource(path, text, line, CopyWildcard.Compile(path))
            : Literal(text, line);

    /// <summary>The source of a COPY with <c>--parents</c>, whose wildcards are those of a .dockerignore.</summary>
    /// <param name="text">The source as it is written.</param>
    /// <param name="line">The line of its instruction.</param>
    /// <returns>The source, or null where it is the whole context.</returns>
    /// <exception cref="FormatException">A wildcard that Docker would not take.</exception>
    public static DockerfileSource? WithParents(string text, int line)
    {
        // What stands before "/./" is no part of the pattern, which begins anew behind it.
        int pivot = text.IndexOf("/./", StringComparison.Ordinal);
        if (pivot >= 0 && HasWildcard(text)) return HasWildcard(text.Substring(0, pivot)) ? null : Literal(text.Substring(0, pivot), line);
        if (Normalize(text) is not { Length: > 0 } path || path[0] == '!') return null;

        // A lone ] makes an expression too there.
        return HasWildcard(path) || path.IndexOf(']') >= 0
            ? new DockerfileSource(path, text, line, pattern: DockerIgnorePattern.Parse(path, isException: false, escapes: true))
            : Literal(text, line);
    }

    /// <summary>Whether it names the path itself; what lies below is the caller's.</summary>
    /// <param name="path">A path from the context's root.</param>
    /// <returns>Whether it does.</returns>
    public bool Reads(string path) => _pattern?.IsMatch(path) ?? _wildcard?.IsMatch(path) ?? path == _path;

    /// <summary>Whether it may name something in the folder.</summary>
    /// <param name="folder">A path from the context's root.</param>
    /// <returns>False where it can't.</returns>
    public bool MayReadBelow(string folder) =>
        _pattern?.MayMatchBelow(folder) ?? _wildcard?.MayMatchFrom(folder + "/")
            ?? _path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool HasWildcard(string path) => path.IndexOfAny(['*', '?', '[']) >= 0;

    /// <summary>Sources start at the context's root, with a slash or without, and never leave it.</summary>
    private static string Normalize(string text) => GoPath.Clean("/" + text).Substring(1);
}
