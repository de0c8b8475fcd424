using System.Text.RegularExpressions;

namespace Daytona.Snapshots.SyncLists;

/// <summary>
/// Reads a CSV file: names in the first row, cells separated by commas, and text in double quotes that may contain commas, line breaks
/// and doubled quotes. A line before the names that begins with <c>#TYPE</c>, as Windows PowerShell writes it, is skipped.
/// </summary>
internal static class DefinitionTable
{
    private const string QuotedText = @"\G[^\S\n]*""(?<quoted>(?>(?:[^""]|"""")*))""";

    private static readonly Regex Quoted = new(QuotedText, RegexOptions.CultureInvariant);
    private static readonly Regex Cell = new(@$"(?:{QuotedText}[^\S\n]*|\G(?![^\S\n]*"")(?<plain>[^,\n]*))(?<end>,|\n|\z)", RegexOptions.CultureInvariant);

    /// <exception cref="FormatException">The rows do not fit the names, or a quote is not closed.</exception>
    public static object?[] Read(string text)
    {
        List<(int Line, List<string> Cells)> rows = [.. Rows(text)];
        if (rows.Count > 0 && rows[0].Cells[0].StartsWith("#TYPE", StringComparison.OrdinalIgnoreCase)) rows.RemoveAt(0);
        if (rows.Count == 0) return [];
        List<string> names = rows[0].Cells;
        if (names.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static same => same.Count() > 1) is { } repeated)
            throw new FormatException($"the column '{repeated.Key}' is given more than once.");
        return [.. rows.Skip(1).Select(row => row.Cells.Count <= names.Count
            ? row.Cells.Select((cell, index) => (names[index], cell)).ToDictionary(
                static pair => pair.Item1, static pair => (object?)pair.cell, StringComparer.OrdinalIgnoreCase)
            : throw new FormatException($"line {row.Line} has more cells than there are columns. Put text with a comma in double quotes."))];
    }

    // Blank lines are no rows.
    private static IEnumerable<(int Line, List<string> Cells)> Rows(string text)
    {
        List<string> cells = [];
        int position = 0, line = 1, start = 1;
        string end;
        do
        {
            Match cell = Cell.Match(text, position);
            if (!cell.Success)
            {
                throw new FormatException(Quoted.Match(text, position) is { Success: true } closed
                    ? $"line {line + LinesIn(closed)} has text after a closing quote. Double the quotes within a text."
                    : $"line {start} has a quote that is not closed.");
            }

            Group quoted = cell.Groups["quoted"];
            cells.Add(quoted.Success ? quoted.Value.Replace("\"\"", "\"") : cell.Groups["plain"].Value.Trim());
            (position, line, end) = (position + cell.Length, line + LinesIn(cell), cell.Groups["end"].Value);
            if (end == ",") continue;
            if (quoted.Success || cells.Count > 1 || cells[0].Length > 0) yield return (start, cells);
            (cells, start) = ([], line);
        }
        while (end.Length > 0);
    }

    private static int LinesIn(Match match) => match.Value.Count(static character => character == '\n');
}
