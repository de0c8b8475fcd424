namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// A .dockerignore, interpreted as Docker does. Patterns apply in order, <c>!</c> includes files again, and a pattern that
/// matches a folder applies to everything in it. Patterns are case-sensitive on every system.
/// </summary>
public sealed class DockerIgnore
{
    internal const string FileName = ".dockerignore";

    // Docker refuses longer lines too.
    private const int MaxLine = 64 * 1024;

    private readonly DockerIgnorePattern[] _patterns;
    private readonly string _path;

    private DockerIgnore(DockerIgnorePattern[] patterns, string path)
    {
        _patterns = patterns;
        _path = path;
    }

    /// <summary>A .dockerignore without patterns.</summary>
    public static DockerIgnore Empty { get; } = new([], FileName);

    /// <summary>Reads a .dockerignore.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="path">The path of the file, for error messages.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The patterns.</returns>
    /// <exception cref="BuildContextException">
    /// Docker refuses a pattern, or its exact meaning is not supported. The message names the file, the line and the pattern.
    /// </exception>
    public static DockerIgnore Parse(string text, string path = FileName, CancellationToken cancellationToken = default) =>
        Parse(text, path, windows: Path.DirectorySeparatorChar == '\\', cancellationToken);

    /// <summary>Whether a file or folder is excluded from the context.</summary>
    /// <param name="path">The path from the context's root, with forward slashes.</param>
    /// <returns>True if it is excluded.</returns>
    /// <exception cref="BuildContextException">A pattern takes too long to match.</exception>
    public bool IsIgnored(string path) => Find(GoPath.Clean(path ?? throw new ArgumentNullException(nameof(path)))).IsIgnored;

    internal static DockerIgnore Parse(string text, string path, bool windows, CancellationToken cancellationToken = default)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));

        var patterns = new List<DockerIgnorePattern>();
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (ParseLine(lines[i], i + 1, windows) is { } pattern) patterns.Add(pattern);
            }
            catch (FormatException e)
            {
                throw Refuse(path, i + 1, lines[i].Trim(), e.Message, e);
            }
        }

        return new DockerIgnore([.. patterns], path);
    }

    /// <summary>Evaluates the patterns for a path and the folders around it.</summary>
    /// <param name="path">A clean path from the root.</param>
    /// <returns>The state of the path.</returns>
    internal DockerIgnoreState Find(string path)
    {
        DockerIgnoreState state = default;
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (slash > 0) state = Enter(state, path.Substring(0, slash));
        }

        return path == "." ? state : Enter(state, path);
    }

    /// <summary>Evaluates the patterns for an item of a folder.</summary>
    /// <param name="folder">The state of the folder; the default for the root.</param>
    /// <param name="path">The path of the item from the root.</param>
    /// <returns>The state of the item.</returns>
    internal DockerIgnoreState Enter(DockerIgnoreState folder, string path)
    {
        // A pattern that is skipped because it would change nothing does not apply below the item either: with "a/b" and
        // "!a", a/b stays ignored. That is how Docker walks a context.
        bool ignored = false;
        var matched = new bool[_patterns.Length];
        for (int i = 0; i < _patterns.Length; i++)
        {
            bool inherited = folder.Matched is { } above && above[i];
            if (!inherited && _patterns[i].IsException != ignored) continue;
            if (!inherited && !IsMatch(_patterns[i], path)) continue;

            matched[i] = true;
            ignored = !_patterns[i].IsException;
        }

        return new DockerIgnoreState(ignored, matched);
    }

    /// <summary>Whether no exception can include anything below an ignored folder again, so that it need not be read.</summary>
    /// <param name="folder">The state of the folder.</param>
    /// <param name="path">The path of the folder from the root.</param>
    /// <returns>True if everything in the folder is ignored.</returns>
    internal bool IgnoresAllOf(DockerIgnoreState folder, string path)
    {
        if (!folder.IsIgnored) return false;

        // The last pattern that matches the folder applies to all of it: only later exceptions can differ.
        for (int i = Array.LastIndexOf(folder.Matched!, true) + 1; i < _patterns.Length; i++)
        {
            if (_patterns[i].IsException && _patterns[i].MayMatchBelow(path)) return false;
        }

        return true;
    }

    /// <summary>Finds the pattern that excludes a path.</summary>
    /// <param name="path">A clean path from the root.</param>
    /// <returns>The line and the pattern, such as <c>line 2 of .dockerignore, '*.log'</c>, or null if the path is not ignored.</returns>
    internal string? FindReason(string path)
    {
        DockerIgnoreState state = Find(path);
        if (!state.IsIgnored) return null;

        DockerIgnorePattern pattern = _patterns[Array.LastIndexOf(state.Matched!, true)];
        return $"line {pattern.Line} of {Path.GetFileName(_path)}, '{pattern.Text}'";
    }

    private static DockerIgnorePattern? ParseLine(string line, int number, bool windows)
    {
        // A comment begins in the first column; anywhere else # is part of a name.
        if (line.StartsWith("#", StringComparison.Ordinal)) return null;
        if (line.Length > MaxLine) throw new FormatException("the line is longer than Docker accepts");

        string text = line.Trim();
        if (text.Length == 0) return null;

        // Docker cleans a line twice, as a file and as a pattern; "/!name" is an exception because of that.
        bool isException = text[0] == '!';
        string pattern = Clean(isException ? text.Substring(1).Trim() : text, windows);
        if (pattern.Length > 1 && pattern[0] == '/') pattern = pattern.Substring(1);
        pattern = Clean((isException ? "!" + pattern : pattern).Trim(), windows);
        if (pattern.Length == 0) return null;
        if (pattern == "!") throw new FormatException("an exclamation mark without a pattern");

        isException = pattern[0] == '!';
        return DockerIgnorePattern.Parse(isException ? pattern.Substring(1) : pattern, isException, number, text);
    }

    private static string Clean(string pattern, bool windows)
    {
        // Docker on Windows takes a backslash for a separator, and so has no escapes there.
        string slashed = windows ? pattern.Replace('\\', '/') : pattern;
        return slashed.Length == 0 ? "" : GoPath.Clean(slashed);
    }

    private static BuildContextException Refuse(string path, int line, string pattern, string reason, Exception cause) =>
        new($"'{path}', line {line}, '{(pattern.Length > 100 ? pattern.Substring(0, 100) + "…" : pattern)}': {reason}.", path, cause);

    private bool IsMatch(DockerIgnorePattern pattern, string path)
    {
        try
        {
            return pattern.IsMatch(path);
        }
        catch (FormatException e)
        {
            throw Refuse(_path, pattern.Line, pattern.Text, e.Message, e);
        }
    }
}
