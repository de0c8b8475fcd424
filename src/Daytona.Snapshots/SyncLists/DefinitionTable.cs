using System.Text;

namespace Daytona.Snapshots.SyncLists;

/// <summary>
/// Reads a CSV file: names in the first row, cells separated by commas, and text in double quotes that may contain commas, line breaks
/// and doubled quotes. A line before the names that begins with <c>#TYPE</c>, as Windows PowerShell writes it, is skipped.
/// </summary>
internal static class DefinitionTable
{
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
        var cell = new StringBuilder();
        bool isOpen = false, wasQuoted = false, hasQuotes = false;
        int line = 1, start = 1;
        for (int i = 0; i <= text.Length; i++)
        {
            char character = i < text.Length ? text[i] : '\n';
            if (character == '\n') line++;
            if (isOpen)
            {
                if (i == text.Length) throw new FormatException($"line {start} has a quote that is not closed.");
                if (character != '"') cell.Append(character);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else isOpen = false;
            }
            else if (character is ',' or '\n')
            {
                cells.Add(wasQuoted ? cell.ToString() : cell.ToString().Trim());
                cell.Clear();
                wasQuoted = false;
                if (character == ',') continue;
                if (hasQuotes || cells.Count > 1 || cells[0].Length > 0) yield return (start, cells);
                (cells, hasQuotes, start) = ([], false, line);
            }
            else if (character == '"' && !wasQuoted && cell.ToString().Trim().Length == 0)
            {
                cell.Clear();
                isOpen = wasQuoted = hasQuotes = true;
            }
            else if (!wasQuoted)
            {
                cell.Append(character);
            }
            else if (!char.IsWhiteSpace(character))
            {
                throw new FormatException($"line {line} has text after a closing quote. Double the quotes within a text.");
            }
        }
    }
}
