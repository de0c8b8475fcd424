using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>
/// Quotes words for a POSIX shell exactly as Python's <c>shlex</c> does, because builds are cached by the exact text.
/// </summary>
internal static class ShellWord
{
    private static readonly Regex Safe = new(@"^[a-zA-Z0-9_@%+=:,./-]+\z", RegexOptions.CultureInvariant);

    public static string Quote(string word)
    {
        if (word is null) throw new ArgumentNullException(nameof(word));

        return Safe.IsMatch(word) ? word : QuoteAlways(word);
    }

    /// <summary>The word in quotes, without any meaning to a shell, such as that of a reserved word.</summary>
    public static string QuoteAlways(string word) => "'" + word.Replace("'", "'\"'\"'") + "'";

    public static string Join(IEnumerable<string> words) => string.Join(" ", words.Select(Quote));
}
