namespace Daytona.Snapshots.Client;

/// <summary>
/// A .dockerignore, with the meaning that Docker gives it: lines are taken in their order, <c>!</c> takes back, and what
/// matches a folder matches everything in it. Case counts on every system.
/// </summary>
public sealed class DockerIgnore
{
    private readonly DockerIgnorePattern[] _patterns;

    private DockerIgnore(DockerIgnorePattern[] patterns) => _patterns = patterns;

    /// <summary>One that ignores nothing.</summary>
    public static DockerIgnore Empty { get; } = new([]);

    /// <summary>Reads a .dockerignore.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>The patterns.</returns>
    /// <exception cref="FormatException">Docker would refuse a pattern; the message has the line.</exception>
    public static DockerIgnore Parse(string text) => Parse(text, Path.DirectorySeparatorChar == '\\');

    /// <summary>Whether a file or folder is ignored.</summary>
    /// <param name="path">The path from the context's root, with forward slashes.</param>
    /// <returns>Whether it is left out of the context.</returns>
    public bool IsIgnored(string path) => Find(GoPath.Clean(path ?? throw new ArgumentNullException(nameof(path)))).IsIgnored;

    internal static DockerIgnore Parse(string text, bool windows)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));

        var patterns = new List<DockerIgnorePattern>();
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            try
            {
                if (ParseLine(lines[i], windows) is { } pattern) patterns.Add(pattern);
            }
            catch (FormatException e)
            {
                throw new FormatException($"line {i + 1}, '{lines[i].Trim()}': {e.Message}", e);
            }
        }

        return new DockerIgnore([.. patterns]);
    }

    /// <summary>Finds what holds for a path, from the root down.</summary>
    /// <param name="path">A clean path from the root.</param>
    /// <returns>What holds for it.</returns>
    internal DockerIgnoreState Find(string path)
    {
        DockerIgnoreState state = default;
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (slash > 0) state = Enter(state, path.Substring(0, slash));
        }

        return path == "." ? state : Enter(state, path);
    }

    /// <summary>Finds what holds for something in a folder, from what holds for the folder.</summary>
    /// <param name="folder">What holds for the folder; the default for the root.</param>
    /// <param name="path">The path from the root.</param>
    /// <returns>What holds for the path.</returns>
    internal DockerIgnoreState Enter(DockerIgnoreState folder, string path)
    {
        // A pattern that is skipped here, because it would change nothing, does not count for what lies below either:
        // with "a/b" and "!a", a/b stays ignored. That is how Docker walks a context.
        bool ignored = false;
        var matched = new bool[_patterns.Length];
        for (int i = 0; i < _patterns.Length; i++)
        {
            bool inherited = folder.Matched is { } above && above[i];
            if (!inherited && _patterns[i].IsException != ignored) continue;
            if (!inherited && !_patterns[i].IsMatch(path)) continue;

            matched[i] = true;
            ignored = !_patterns[i].IsException;
        }

        return new DockerIgnoreState(ignored, matched);
    }

    /// <summary>Whether an ignored folder holds nothing that an exception could take back, so that it need not be read.</summary>
    /// <param name="folder">What holds for the folder.</param>
    /// <param name="path">Its path from the root.</param>
    /// <returns>Whether all of it is ignored for certain.</returns>
    internal bool IgnoresAllOf(DockerIgnoreState folder, string path)
    {
        if (!folder.IsIgnored) return false;

        // The last pattern that matches the folder matches all that is in it: only later exceptions can differ.
        for (int i = Array.LastIndexOf(folder.Matched!, true) + 1; i < _patterns.Length; i++)
        {
            if (_patterns[i].IsException && _patterns[i].MayMatchBelow(path)) return false;
        }

        return true;
    }

    private static DockerIgnorePattern? ParseLine(string line, bool windows)
    {
        // A comment begins in the first column; anywhere else # is part of a name.
        if (line.StartsWith("#", StringComparison.Ordinal)) return null;

        string pattern = line.Trim();
        if (pattern.Length == 0) return null;

        // Docker cleans a line twice, as a file and as a pattern; "/!name" is an exception because of that.
        bool isException = pattern[0] == '!';
        if (isException) pattern = pattern.Substring(1).Trim();
        pattern = Clean(pattern, windows);
        if (pattern.Length > 1 && pattern[0] == '/') pattern = pattern.Substring(1);
        pattern = Clean((isException ? "!" + pattern : pattern).Trim(), windows);
        if (pattern.Length == 0) return null;
        if (pattern == "!") throw new FormatException("an exclamation mark without a pattern");

        isException = pattern[0] == '!';
        return DockerIgnorePattern.Parse(isException ? pattern.Substring(1) : pattern, isException, escapes: !windows);
    }

    private static string Clean(string pattern, bool windows)
    {
        // Docker on Windows takes a backslash for a separator, and so has no escapes there.
        string slashed = windows ? pattern.Replace('\\', '/') : pattern;
        return slashed.Length == 0 ? "" : GoPath.Clean(slashed);
    }
}
