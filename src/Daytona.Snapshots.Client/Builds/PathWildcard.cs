using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>A pattern with wildcards over paths with forward slashes.</summary>
internal sealed class PathWildcard
{
    // A bracket of COPY contains letters and ranges, or one literal wildcard.
    private static readonly Regex CopyPart = new(
        @"\*+|\?|\[(?:[*?[]|\^?(?:[a-zA-Z0-9](?:-[a-zA-Z0-9])?)+)\]|[^*?\[]+|\[", RegexOptions.CultureInvariant);

    private readonly string _pattern;
    private readonly string? _start;
    private readonly GoRegex _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">The expression is not valid or not supported.</exception>
    public PathWildcard(string pattern, string expression)
    {
        _pattern = pattern;
        _regex = new GoRegex(expression);

        // Alternatives, repetitions, escapes and anchors have no fixed beginning.
        if (pattern.IndexOfAny(['|', '{', '\\', '^']) >= 0) return;

        int wildcard = pattern.IndexOfAny(['*', '?', '[', ']']);
        _start = wildcard < 0 ? pattern : pattern.Substring(0, wildcard);
    }

    /// <summary>Compiles a pattern of COPY and ADD, where no star crosses a slash. They differ from those of a .dockerignore.</summary>
    /// <exception cref="FormatException">The pattern contains an unusual bracket.</exception>
    public static PathWildcard OfCopy(string pattern) => new(pattern, "^" + CopyPart.Replace(pattern, TranslateCopy) + "$");

    /// <summary>Whether the pattern matches the whole path.</summary>
    public bool IsMatch(string path) => (_start is null || path.StartsWith(_start, StringComparison.Ordinal)) && _regex.IsMatch(path);

    /// <summary>Whether the pattern may match a path below a folder. Errs on the side of true.</summary>
    public bool MayMatchBelow(string folder)
    {
        if (_start is null) return true;

        string below = folder + "/";
        bool isNear = _start.StartsWith(below, StringComparison.Ordinal) || below.StartsWith(_start, StringComparison.Ordinal);
        bool isDeep = _pattern.Contains("**") || _pattern.Contains("[") || _pattern.Count(IsSlash) >= below.Count(IsSlash);
        return isNear && isDeep;
    }

    private static bool IsSlash(char c) => c == '/';

    private static string TranslateCopy(Match part) => part.Value switch
    {
        ['*', ..] => "[^/]*",
        "?" => "[^/]",
        "[" => throw new FormatException("an unusual bracket"),
        ['[', var wildcard and ('*' or '?' or '['), ']'] => @"\" + wildcard,
        ['[', ..] => part.Value,
        _ => Escape(part.Value),
    };

    private static string Escape(string text) =>
        string.Concat(text.Select(c => c < 0x80 && !char.IsLetterOrDigit(c) ? @"\" + c : c.ToString()));
}
