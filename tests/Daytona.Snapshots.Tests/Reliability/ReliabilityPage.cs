using System.Text;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>The table of docs/reliability.md: a row for each fault, with the outcome of most commands and those that differ.</summary>
internal static class ReliabilityPage
{
    private const string Path = "docs/reliability.md";
    private const string Start = "<!-- The table. The tests read it as what they expect. -->";
    private const string End = "<!-- The end of the table. -->";

    /// <summary>The outcomes that the page has, by fault and form.</summary>
    public static IReadOnlyDictionary<(string Fault, string Form), string> Read()
    {
        var expected = new Dictionary<(string, string), string>();
        foreach (string row in TableOf(ProjectFiles.Read(Path)).Split('\n').Where(static row => row.StartsWith("| `", StringComparison.Ordinal)))
        {
            string[] columns = [.. row.Split('|').Select(static column => column.Trim())];
            string fault = columns[1].Trim('`');
            foreach (CmdletForm form in CmdletForms.All) expected[(fault, form.Name)] = columns[2];
            foreach (string exception in columns[3].Split("; ", StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = exception.Split(": ");
                foreach (string form in parts[1].Split(", ")) expected[(fault, form)] = parts[0];
            }
        }

        return expected;
    }

    /// <summary>Writes the outcomes into the page.</summary>
    public static void Write(IEnumerable<CellResult> results)
    {
        string page = ProjectFiles.Read(Path);
        var table = new StringBuilder($"{Start}\n\n| Fault | Most commands | Others |\n| --- | --- | --- |\n");
        ILookup<string, CellResult> byFault = results.ToLookup(static cell => cell.Fault);
        foreach (string fault in ReliabilityMatrix.Faults)
        {
            IGrouping<string, string>[] outcomes = [.. CmdletForms.All.SelectMany(form => byFault[fault].Where(cell => cell.Form.Name == form.Name))
                .GroupBy(static cell => cell.Outcome, static cell => cell.Form.Name)
                .OrderByDescending(static group => group.Count())];
            IEnumerable<string> others = outcomes.Skip(1).Select(static group => $"{group.Key}: {string.Join(", ", group)}");
            table.Append($"| `{fault}` | {outcomes[0].Key} | {string.Join("; ", others)} |\n");
        }

        File.WriteAllText(System.IO.Path.Combine(ProjectFiles.Root, Path), page.Replace(TableOf(page), $"{table}\n", StringComparison.Ordinal));
    }

    private static string TableOf(string page) => page[page.IndexOf(Start, StringComparison.Ordinal)..page.IndexOf(End, StringComparison.Ordinal)];
}
