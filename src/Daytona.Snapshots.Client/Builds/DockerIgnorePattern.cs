using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// One line of a .dockerignore. Docker compares a pattern without wildcards literally, treats one that begins or ends with
/// <c>**</c> as a suffix or prefix, and converts any other to a regular expression. This class reproduces the differences.
/// </summary>
internal sealed class DockerIgnorePattern(string pattern, bool isException, DockerIgnorePattern.Kind kind, PathWildcard? wildcard)
{
    private const string Class = @"\[(?>\^?)(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\]";

    /// <summary>The text between two stars: characters, escapes and closed brackets.</summary>
    private static readonly Regex Chunk = new(
        @$"\G(?>\**(?:[^\\\[*]|\\.|{Class})*)(?=\*|\z)", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex SingleClass = new(
        $@"^{Class}\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    internal enum Kind
    {
        Exact,
        Prefix,
        Suffix,
        Wildcard,
    }

    /// <summary>Whether the pattern begins with <c>!</c> and so includes again what earlier patterns exclude.</summary>
    public bool IsException { get; } = isException;

    /// <summary>The line of the .dockerignore, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The pattern as it is written.</summary>
    public string Text { get; init; } = "";

    private string Start => pattern.Substring(0, pattern.Length - 2);

    private string End => pattern.Substring(2);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">Docker refuses the pattern, or its exact meaning is not supported.</exception>
    public static DockerIgnorePattern Parse(string pattern, bool isException, int line = 0, string text = "")
    {
        EnsureWellFormed(pattern);
        (Kind kind, string expression) = Translate(pattern);
        PathWildcard? wildcard = kind == Kind.Wildcard ? new PathWildcard(pattern, expression) : null;
        return new DockerIgnorePattern(pattern, isException, kind, wildcard) { Line = line, Text = text };
    }

    /// <summary>Whether the pattern matches the path itself. It then also applies to everything below the path.</summary>
    public bool IsMatch(string path) => kind switch
    {
        Kind.Exact => path == pattern,
        Kind.Prefix => path.StartsWith(Start, StringComparison.Ordinal),

        // "**/name" also matches a name without a folder.
        Kind.Suffix => path.EndsWith(End, StringComparison.Ordinal)
            || (End[0] == '/' && string.CompareOrdinal(path, 0, End, 1, int.MaxValue) == 0),
        _ => wildcard!.IsMatch(path),
    };

    /// <summary>Whether the pattern may match a path below a folder. Errs on the side of true.</summary>
    public bool MayMatchBelow(string folder)
    {
        string start = folder + "/";
        return kind switch
        {
            Kind.Exact => pattern.StartsWith(start, StringComparison.Ordinal),
            Kind.Prefix => start.StartsWith(Start, StringComparison.Ordinal) || Start.StartsWith(start, StringComparison.Ordinal),
            Kind.Suffix => true,
            _ => wildcard!.MayMatchBelow(folder),
        };
    }

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
        var one => SingleClass.IsMatch(one) && new PathWildcard(one, $"^{one}$").IsMatch("."),
    };

    private static (Kind Kind, string Expression) Translate(string pattern)
    {
        var text = new StringBuilder("^");
        Kind kind = Kind.Exact;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*')
            {
                bool isFirst = i == 0;
                i++;
                if (i + 1 < pattern.Length && pattern[i + 1] == '/') i++;

                bool isLast = i + 1 == pattern.Length;
                text.Append(isLast ? ".*" : "(.*/)?");
                kind = isFirst ? Kind.Suffix : isLast && kind == Kind.Exact ? Kind.Prefix : Kind.Wildcard;
            }
            else if (c is '*' or '?')
            {
                text.Append(c == '*' ? "[^/]*" : "[^/]");
                kind = Kind.Wildcard;
            }
            else if (c is '.' or '+' or '(' or ')' or '$')
            {
                // Docker intends to escape { | } too, but does not: a{2} is aa, and a|b* is two alternatives.
                text.Append('\\').Append(c);
            }
            else if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append('\\').Append(pattern[++i]);
                kind = Kind.Wildcard;
            }
            else
            {
                text.Append(c);
                if (c is '[' or ']') kind = Kind.Wildcard;
            }
        }

        return (kind, text.Append('$').ToString());
    }
}
