using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>A pattern for paths with forward slashes: that of a .dockerignore or of COPY, or one literal path.</summary>
internal sealed class PathPattern
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;
    private const string Class = @"\[(?>\^?)(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\]";

    /// <summary>The text between two stars: characters, escapes and closed brackets.</summary>
    private static readonly Regex Chunk = new($@"\G(?>\**(?:[^\\\[*]|\\.|{Class})*)(?=\*|\z)", Options);

    private static readonly Regex SingleClass = new($@"^{Class}\z", Options);

    // Docker intends to escape { | } too, but does not: a{2} is aa, and a|b* is two alternatives.
    private static readonly Regex IgnorePart = new(@"\*\*/?|\\.|[*?.+()$]", Options);

    // A bracket of COPY contains letters and ranges, or one literal wildcard.
    private static readonly Regex CopyPart = new(@"\*+|\?|\[(?:[*?[]|\^?(?:[a-zA-Z0-9](?:-[a-zA-Z0-9])?)+)\]|[^*?\[]+|\[", Options);

    private readonly string _start;
    private readonly int _maxSlashes;
    private readonly Predicate<string> _matches;

    private PathPattern(string start, int maxSlashes, Predicate<string> matches) => (_start, _maxSlashes, _matches) = (start, maxSlashes, matches);

    /// <summary>Whether the pattern is one literal path.</summary>
    public bool IsLiteral { get; private init; }

    /// <summary>Makes a pattern for one path.</summary>
    public static PathPattern Literal(string path) => new(path, path.Count(IsSlash), it => it.Length == path.Length) { IsLiteral = true };

    /// <summary>Reads a pattern of COPY and ADD, where no star crosses a slash. They differ from those of a .dockerignore.</summary>
    /// <exception cref="FormatException">The pattern contains an unusual bracket.</exception>
    public static PathPattern OfCopy(string pattern) => Wildcard(pattern, "^" + CopyPart.Replace(pattern, TranslateCopy) + "$");

    /// <summary>
    /// Reads a pattern of a .dockerignore. Docker compares a pattern without wildcards literally, treats one that begins or ends
    /// with <c>**</c> as a suffix or prefix, and converts any other to a regular expression. The differences are reproduced.
    /// </summary>
    /// <exception cref="FormatException">Docker refuses the pattern, or its exact meaning is not supported.</exception>
    public static PathPattern OfDockerIgnore(string pattern)
    {
        EnsureWellFormed(pattern);
        if (!HasWildcard(pattern)) return Literal(pattern);
        if (pattern.StartsWith("**", StringComparison.Ordinal) && pattern.Substring(2) is var end && !HasWildcard(end))
        {
            // "**/name" also matches a name without a folder.
            string name = end.TrimStart('/');
            return new PathPattern("", int.MaxValue, path => path.EndsWith(end, StringComparison.Ordinal) || path == name);
        }

        return pattern.EndsWith("**", StringComparison.Ordinal) && pattern.Substring(0, pattern.Length - 2) is var start && !HasWildcard(start)
            ? new PathPattern(start, int.MaxValue, static _ => true)
            : Wildcard(pattern, "^" + IgnorePart.Replace(pattern, it => TranslateIgnore(it, isLast: it.Index + it.Length == pattern.Length)) + "$");
    }

    /// <summary>Whether the pattern matches the path itself. It then also applies to everything below the path.</summary>
    public bool IsMatch(string path) => path.StartsWith(_start, StringComparison.Ordinal) && _matches(path);

    /// <summary>Whether the pattern may match a path below a folder. Errs on the side of true.</summary>
    public bool MayMatchBelow(string folder)
    {
        string below = folder + "/";
        return (_start.StartsWith(below, StringComparison.Ordinal) || below.StartsWith(_start, StringComparison.Ordinal)) && below.Count(IsSlash) <= _maxSlashes;
    }

    private static bool IsSlash(char c) => c == '/';

    private static bool HasWildcard(string pattern) => pattern.IndexOfAny(['*', '?', '[', ']', '\\']) >= 0;

    private static PathPattern Wildcard(string pattern, string expression)
    {
        var regex = new GoRegex(expression);
        // Alternatives, repetitions, escapes and anchors have no fixed beginning.
        if (pattern.IndexOfAny(['|', '{', '\\', '^']) >= 0) return new PathPattern("", int.MaxValue, regex.IsMatch);

        int wildcard = pattern.IndexOfAny(['*', '?', '[', ']']);
        bool isDeep = pattern.Contains("**") || pattern.Contains("[");
        return new PathPattern(pattern.Substring(0, wildcard), isDeep ? int.MaxValue : pattern.Count(IsSlash), regex.IsMatch);
    }

    private static string TranslateIgnore(Match part, bool isLast) => part.Value switch
    {
        ['*', '*', ..] => isLast ? ".*" : "(.*/)?",
        "*" => "[^/]*",
        "?" => "[^/]",
        ['\\', _] => part.Value,
        _ => @"\" + part.Value,
    };

    private static string TranslateCopy(Match part) => part.Value switch
    {
        ['*', ..] => "[^/]*",
        "?" => "[^/]",
        "[" => throw new FormatException("an unusual bracket"),
        ['[', var wildcard and ('*' or '?' or '['), ']'] => @"\" + wildcard,
        ['[', ..] => part.Value,
        _ => string.Concat(part.Value.Select(c => c < 0x80 && !char.IsLetterOrDigit(c) ? @"\" + c : c.ToString())),
    };

    /// <summary>
    /// Refuses what Docker refuses. It tries the pattern on "." with Go's filepath.Match, which checks the syntax up to the
    /// second star at most, and only up to the first one if what stands before does not match.
    /// </summary>
    private static void EnsureWellFormed(string pattern)
    {
        Match first = Chunk.Match(pattern);
        bool isWellFormed = first.Success
            && (first.Length == pattern.Length || !MatchesDot(first.Value) || Chunk.IsMatch(pattern, first.Length));
        if (!isWellFormed) throw new FormatException("a bracket or escape without its end");
    }

    private static bool MatchesDot(string chunk) => chunk.TrimStart('*') switch
    {
        "." or "?" or @"\." => true,
        var one => SingleClass.IsMatch(one) && new GoRegex($"^{one}$").IsMatch("."),
    };
}
