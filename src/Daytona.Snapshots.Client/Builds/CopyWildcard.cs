using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>The wildcards of COPY and ADD, where no star crosses a slash. They differ from those of a .dockerignore.</summary>
internal static class CopyWildcard
{
    // A bracket contains letters and ranges, or one literal wildcard.
    private static readonly Regex Part = new(
        @"\*+|\?|\[(?:[*?[]|\^?(?:[a-zA-Z0-9](?:-[a-zA-Z0-9])?)+)\]|[^*?\[]+|\[", RegexOptions.CultureInvariant);

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">The pattern contains an unusual bracket.</exception>
    public static PathWildcard Compile(string pattern) => new(pattern, "^" + Part.Replace(pattern, Translate) + "$");

    private static string Translate(Match part) => part.Value switch
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
