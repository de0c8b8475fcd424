using System.Text;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>A table for readers: a row for each fault, with the outcome of most commands and those that differ.</summary>
internal static class ReliabilityTable
{
    public static void Write(string path, IEnumerable<Result> results)
    {
        var table = new StringBuilder("| Fault | Requests | Most commands | Others |\n| --- | --- | --- | --- |\n");
        foreach (IGrouping<(string Fault, Axis Axis), Result> row in results
            .GroupBy(static it => (it.Combination.Fault, it.Combination.Axis))
            .OrderBy(static it => it.Key.Fault, StringComparer.Ordinal).ThenBy(static it => it.Key.Axis))
        {
            IGrouping<string, string>[] outcomes = [.. row.GroupBy(static it => it.Outcome, static it => it.Combination.Form.Name).OrderByDescending(static it => it.Count())];
            IEnumerable<string> others = outcomes.Skip(1).Select(static it => $"{it.Key}: {string.Join(", ", it.Order(StringComparer.Ordinal))}");
            table.Append($"| `{row.Key.Fault}` | {row.Key.Axis} | {outcomes[0].Key} | {string.Join("; ", others)} |\n");
        }

        File.WriteAllText(path, table.ToString());
    }
}
