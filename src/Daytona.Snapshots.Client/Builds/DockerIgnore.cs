using System.Text;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// A .dockerignore, interpreted as Docker does. Patterns apply in order, <c>!</c> includes files again, and a pattern that
/// matches a folder applies to everything in it. Patterns are case-sensitive on every system.
/// </summary>
internal sealed class DockerIgnore(DockerIgnoreRule[] rules, string file)
{
    public const string FileName = ".dockerignore";

    // Docker refuses longer lines too.
    private const int MaxLine = 64 * 1024;

    /// <summary>Reads <c>NAME.dockerignore</c> next to the Dockerfile or otherwise the root's <c>.dockerignore</c>, as Docker does.</summary>
    /// <param name="root">The context's root.</param>
    /// <param name="dockerfile">The full path of the Dockerfile, or null if there is none.</param>
    /// <returns>The patterns, or none if there is no such file.</returns>
    /// <exception cref="BuildContextException">The file can't be read, or contains a pattern that Docker refuses.</exception>
    public static DockerIgnore Read(string root, string? dockerfile, CancellationToken cancellationToken)
    {
        string own = dockerfile + FileName;
        string path = dockerfile is not null && File.Exists(own) ? own : Path.Combine(root, FileName);
        if (!File.Exists(path)) return new DockerIgnore([], path);

        try
        {
            byte[] bytes = File.ReadAllBytes(path);

            // Windows PowerShell 5.1 writes UTF-16 with >. Docker would find no pattern in it, without an error.
            if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                throw new BuildContextException($"'{path}' is UTF-16 text. Save it as UTF-8.", path);
            }

            return Parse(Encoding.UTF8.GetString(bytes), path, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildContextException($"'{path}' can't be read: {e.Message}", path, e);
        }
    }

    /// <summary>Reads the text of a .dockerignore.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The path of the file, for error messages.</param>
    /// <param name="windows">Whether a backslash is a separator, as in Docker on Windows; null for the system's own rule.</param>
    /// <exception cref="BuildContextException">
    /// Docker refuses a pattern, or its exact meaning is not supported. The message names the file, the line and the pattern.
    /// </exception>
    public static DockerIgnore Parse(
        string text, string path = FileName, bool? windows = null, CancellationToken cancellationToken = default)
    {
        var rules = new List<DockerIgnoreRule>();
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (ParseLine(lines[i], i + 1, windows ?? Path.DirectorySeparatorChar == '\\') is { } rule) rules.Add(rule);
            }
            catch (FormatException e)
            {
                string line = lines[i].Trim();
                throw new BuildContextException(
                    $"'{path}', line {i + 1}, '{(line.Length > 100 ? line.Substring(0, 100) + "…" : line)}': {e.Message}.", path, e);
            }
        }

        return new DockerIgnore([.. rules], path);
    }

    /// <summary>Evaluates the patterns for a path and the folders around it.</summary>
    public DockerIgnoreState Find(string path)
    {
        DockerIgnoreState state = default;
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (slash > 0) state = Enter(state, path.Substring(0, slash));
        }

        return path == "." ? state : Enter(state, path);
    }

    /// <summary>Evaluates the patterns for an item of a folder.</summary>
    public DockerIgnoreState Enter(DockerIgnoreState folder, string path)
    {
        // A pattern that is skipped because it would change nothing does not apply below the item either: with "a/b" and
        // "!a", a/b stays ignored. That is how Docker walks a context.
        bool ignored = false;
        var matched = new bool[rules.Length];
        for (int i = 0; i < rules.Length; i++)
        {
            bool inherited = folder.Matched is { } above && above[i];
            if (!inherited && (rules[i].IsException != ignored || !rules[i].Pattern.IsMatch(path))) continue;

            matched[i] = true;
            ignored = !rules[i].IsException;
        }

        return new DockerIgnoreState(ignored, matched);
    }

    /// <summary>Whether no exception can include anything below an ignored folder again, so that it need not be read.</summary>
    public bool IgnoresAllOf(DockerIgnoreState folder, string path)
    {
        if (!folder.IsIgnored) return false;

        // The last pattern that matches the folder applies to all of it: only later exceptions can differ.
        for (int i = Array.LastIndexOf(folder.Matched!, true) + 1; i < rules.Length; i++)
        {
            if (rules[i].IsException && rules[i].Pattern.MayMatchBelow(path)) return false;
        }

        return true;
    }

    /// <summary>Finds the pattern that excludes a path.</summary>
    /// <returns>The line and the pattern, such as <c>line 2 of .dockerignore, '*.log'</c>, or null if the path is not ignored.</returns>
    public string? FindReason(string path)
    {
        DockerIgnoreState state = Find(path);
        if (!state.IsIgnored) return null;

        DockerIgnoreRule rule = rules[Array.LastIndexOf(state.Matched!, true)];
        return $"line {rule.Line} of {Path.GetFileName(file)}, '{rule.Text}'";
    }

    private static DockerIgnoreRule? ParseLine(string line, int number, bool windows)
    {
        // A comment begins in the first column; anywhere else # is part of a name.
        if (line.StartsWith("#", StringComparison.Ordinal)) return null;
        if (line.Length > MaxLine) throw new FormatException("the line is longer than Docker accepts");

        string text = line.Trim();
        if (text.Length == 0) return null;

        // Docker on Windows takes a backslash for a separator, and so has no escapes there.
        string pattern = windows ? text.Replace('\\', '/') : text;

        // Docker cleans a line twice, as a file and as a pattern; "/!name" is an exception because of that.
        bool isException = pattern[0] == '!';
        pattern = Clean(isException ? pattern.Substring(1) : pattern);
        if (pattern.Length > 1 && pattern[0] == '/') pattern = pattern.Substring(1);
        pattern = Clean(isException ? "!" + pattern : pattern);
        if (pattern.Length == 0) return null;
        if (pattern == "!") throw new FormatException("an exclamation mark without a pattern");

        isException = pattern[0] == '!';
        return new DockerIgnoreRule(PathPattern.OfDockerIgnore(isException ? pattern.Substring(1) : pattern), isException, number, text);
    }

    private static string Clean(string pattern) => pattern.Trim() is { Length: > 0 } trimmed ? GoPath.Clean(trimmed) : "";
}

/// <summary>The state of one path under a .dockerignore.</summary>
/// <param name="IsIgnored">Whether the path is excluded.</param>
/// <param name="Matched">Which patterns match the path or a folder around it; null for the root.</param>
internal readonly record struct DockerIgnoreState(bool IsIgnored, bool[]? Matched);

/// <summary>A line of a .dockerignore.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="IsException">Whether the line begins with <c>!</c> and so includes again what earlier patterns exclude.</param>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Text">The line as it is written.</param>
internal sealed record DockerIgnoreRule(PathPattern Pattern, bool IsException, int Line, string Text);
