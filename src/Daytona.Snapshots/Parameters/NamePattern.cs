using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Parameters;

/// <summary>Reads wildcards for names.</summary>
internal static class NamePattern
{
    // What is not literal: sets, also those that are not closed, and special characters.
    private static readonly Regex Special = new(@"\[[^\]]*\]?|[*?\]`]", RegexOptions.CultureInvariant);

    /// <summary>The wildcard of a text, which ignores case; null if the text has none, or an invalid one.</summary>
    public static WildcardPattern? Find(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text)) return null;
        try
        {
            WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            // PowerShell validates a wildcard only when it first compares with it, and then ends the pipeline.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }

    /// <summary>Whether a wildcard has a letter or a digit that every match contains.</summary>
    public static bool HasLiteralText(string wildcard) => Special.Replace(wildcard, "").Any(char.IsLetterOrDigit);

    /// <summary>
    /// The longest text of a wildcard that every match contains, by which the service can filter; null if there is none. Its filter may
    /// match more (for example, <c>_</c> matches any character), but never less.
    /// </summary>
    public static string? LongestLiteral(string wildcard) =>
        Special.Split(wildcard).OrderByDescending(static text => text.Length).First() is { Length: > 0 } longest ? longest : null;
}
