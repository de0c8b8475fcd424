using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>A pattern with wildcards over paths with forward slashes.</summary>
internal sealed class PathWildcard
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SecondTimeout = TimeSpan.FromSeconds(1);

#if NET
    // Takes longer to build, and is linear in the length of the path for every pattern, as Go's engine is.
    private const RegexOptions SecondEngine = RegexOptions.NonBacktracking;
#else
    // .NET Framework has only one engine, which needs more time.
    private const RegexOptions SecondEngine = RegexOptions.None;
#endif

    private readonly string _pattern;
    private readonly string _expression;
    private Regex _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern as it is written.</param>
    /// <param name="expression">Its meaning as an expression in Go's syntax.</param>
    /// <exception cref="FormatException">The expression is not valid or not supported.</exception>
    public PathWildcard(string pattern, string expression)
    {
        _pattern = pattern;
        _expression = expression;
        _regex = GoRegex.Compile(expression, RegexOptions.None, Timeout);
    }

    /// <summary>Whether the pattern matches the whole path.</summary>
    /// <param name="path">A path from the context's root.</param>
    /// <exception cref="FormatException">The match takes too long.</exception>
    public bool IsMatch(string path)
    {
        Regex regex = _regex;
        try
        {
            return regex.IsMatch(path);
        }
        catch (RegexMatchTimeoutException) when (regex.MatchTimeout == Timeout)
        {
            _regex = GoRegex.Compile(_expression, SecondEngine, SecondTimeout);
            return IsMatch(path);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new FormatException($"it takes too long to match it against '{path}'", e);
        }
    }

    /// <summary>Whether the pattern may match a path below a folder. Errs on the side of true.</summary>
    /// <param name="folder">A path from the context's root.</param>
    public bool MayMatchBelow(string folder)
    {
        // Alternatives, repetitions, escapes and anchors have no fixed beginning.
        if (_pattern.IndexOfAny(['|', '{', '\\', '^']) >= 0) return true;

        string start = folder + "/";
        int wildcard = _pattern.IndexOfAny(['*', '?', '[', ']']);
        string literal = wildcard < 0 ? _pattern : _pattern.Substring(0, wildcard);
        bool isNear = literal.StartsWith(start, StringComparison.Ordinal) || start.StartsWith(literal, StringComparison.Ordinal);
        bool isDeep = _pattern.Contains("**") || _pattern.Contains("[") || _pattern.Count(IsSlash) >= start.Count(IsSlash);
        return isNear && isDeep;
    }

    private static bool IsSlash(char c) => c == '/';
}
