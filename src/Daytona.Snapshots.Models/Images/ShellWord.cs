using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>Words of a shell's command line.</summary>
internal static class ShellWord
{
    private static readonly Regex Safe = new(@"^[a-zA-Z0-9_@%+=:,./-]+\z", RegexOptions.CultureInvariant);

    /// <summary>Quotes a word for a POSIX shell exactly as Python's <c>shlex</c> does, because builds are cached by the exact text.</summary>
    public static string Quote(string word)
    {
        if (word is null) throw new ArgumentNullException(nameof(word));

        return Safe.IsMatch(word) ? word : QuoteAlways(word);
    }

    /// <summary>The word in quotes, without any meaning to a shell, such as that of a reserved word.</summary>
    public static string QuoteAlways(string word) => "'" + word.Replace("'", "'\"'\"'") + "'";

    public static string Join(IEnumerable<string> words) => string.Join(" ", words.Select(Quote));

    /// <summary>Splits a text at white space outside quotes, as Docker does. An escape has no meaning in single quotes.</summary>
    public static List<(int Start, int End)> Split(string text, int at, char escape, out bool isClosed)
    {
        var words = new List<(int Start, int End)>();
        int start = -1;
        char quote = '\0';
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (start >= 0) words.Add((start, at));
                start = -1;
                continue;
            }

            if (start < 0) start = at;
            if (c == escape && quote != '\'') at++;
            else if (c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'') quote = c;
        }

        isClosed = quote == '\0';
        if (start >= 0) words.Add((start, text.Length));
        return words;
    }
}
