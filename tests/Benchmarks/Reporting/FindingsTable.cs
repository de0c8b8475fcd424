using System.Text;

namespace Daytona.Benchmarks.Reporting;

/// <summary>Formats findings as a Markdown table.</summary>
internal static class FindingsTable
{
    private static readonly string[] Headings = ["", "this module", "compared with", "result", "required", "reached"];

    /// <summary>Writes the table, its columns aligned, so that it reads well in a terminal too.</summary>
    public static string Write(IReadOnlyList<Finding> findings)
    {
        string[][] rows = [Headings, .. findings.Select(static it => (string[])
        [
            it.Title, it.Module, it.Rival, it.Requirement.Show(it.Figure), $"{it.Requirement}", it.IsMet ? "yes" : "**no**",
        ])];
        int[] widths = [.. Headings.Select((_, column) => rows.Max(row => row[column].Length))];
        var table = new StringBuilder();
        for (int i = 0; i < rows.Length; i++)
        {
            AppendRow(table, rows[i].Select((cell, column) => cell.PadRight(widths[column])));
            if (i == 0) AppendRow(table, widths.Select(static width => new string('-', Math.Max(width, 3))));
        }

        return table.ToString();
    }

    private static void AppendRow(StringBuilder table, IEnumerable<string> cells) =>
        table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
