namespace Daytona.Snapshots.Client;

/// <summary>A file or folder of the context that a Dockerfile reads, or a wildcard for some.</summary>
internal sealed class DockerfileSource
{
    private readonly string _path;
    private readonly PathExpression? _wildcard;

    private DockerfileSource(string path, PathExpression? wildcard, string text, int line)
    {
        _path = path;
        _wildcard = wildcard;
        Text = text;
        Line = line;
    }

    /// <summary>The source as it is written.</summary>
    public string Text { get; }

    /// <summary>The line of its instruction, from 1.</summary>
    public int Line { get; }

    /// <summary>Whether it names one file or folder, which has to be there.</summary>
    public bool IsLiteral => _wildcard is null;

    /// <summary>One file or folder.</summary>
    /// <param name="text">The source as it is written.</param>
    /// <param name="line">The line of its instruction.</param>
    /// <returns>The source, or null where it is the whole context.</returns>
    public static DockerfileSource? Literal(string text, int line) =>
        Normalize(text) is { Length: > 0 } path ? new DockerfileSource(path, null, text, line) : null;

    /// <summary>The source of a COPY or ADD, which may hold wildcards.</summary>
    /// <param name="text">The source as it is written.</param>
    /// <param name="line">The line of its instruction.</param>
    /// <param name="parents">Whether COPY has <c>--parents</c>, whose wildcards are those of a .dockerignore.</param>
    /// <returns>The source, or null where it is the whole context.</returns>
    /// <exception cref="FormatException">A wildcard that Docker would not take.</exception>
    public static DockerfileSource? Wildcard(string text, int line, bool parents)
    {
        if (Normalize(text) is not { Length: > 0 } path) return null;
        if (path.IndexOfAny(['*', '?', '[']) < 0) return new DockerfileSource(path, null, text, line);

        return new DockerfileSource(path, CopyWildcard.Compile(path, parents), text, line);
    }

    /// <summary>Whether it names the path itself; what lies below is the caller's.</summary>
    /// <param name="path">A path from the context's root.</param>
    /// <returns>Whether it does.</returns>
    public bool Reads(string path) => _wildcard?.IsMatch(path) ?? path == _path;

    /// <summary>Whether it may name something in the folder.</summary>
    /// <param name="folder">A path from the context's root.</param>
    /// <returns>False where it can't.</returns>
    public bool MayReadBelow(string folder) =>
        _wildcard?.MayMatchFrom(folder + "/") ?? _path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Sources start at the context's root, with a slash or without, and never leave it.</summary>
    private static string Normalize(string text) => GoPath.Clean("/" + text).Substring(1);
}
