using System.Collections.ObjectModel;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots;

/// <summary>A list of texts that prints in a form that can be read back, such as <c>sleep, infinity</c>, for example from a CSV file.</summary>
/// <param name="items">The texts.</param>
public sealed class TextList(IList<string> items) : ReadOnlyCollection<string>(items)
{
    private static readonly Regex Item = new(
        @",\s*(?:'(?<quoted>(?:[^']|'')*)'\s*(?=,|\z)|(?<plain>[^,]*))", RegexOptions.CultureInvariant);

    /// <summary>Reads a list from its text.</summary>
    /// <param name="text">Texts separated by commas. A text that contains a comma, or starts or ends with a space, is in single
    /// quotes.</param>
    public static TextList Parse(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        return new TextList(string.IsNullOrWhiteSpace(text) ? [] : [.. Item.Matches("," + text).Cast<Match>().Select(Read)]);
    }

    /// <summary>The texts, separated by commas.</summary>
    public override string ToString() => string.Join(", ", this.Select(Write));

    private static string Read(Match item) => item.Groups["quoted"] is { Success: true } quoted
        ? quoted.Value.Replace("''", "'")
        : item.Groups["plain"].Value.Trim();

    private static string Write(string item)
    {
        bool isPlain = item.Length > 0 && item.IndexOf(',') < 0 && item.Trim().Length == item.Length && item[0] != '\'';
        return isPlain ? item : $"'{item.Replace("'", "''")}'";
    }
}
