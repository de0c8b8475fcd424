using System.Text;

namespace Daytona.Snapshots.Tests.Errors;

/// <summary>The table of docs/errors.md: identifier, situation and text of each error.</summary>
internal static class ErrorPage
{
    private const string Path = "docs/errors.md";
    private const string Start = "| Error | Situation | Text |";

    /// <summary>The rows of the page.</summary>
    public static IReadOnlyList<string> Rows =>
        [.. TableOf(ProjectFiles.Read(Path)).Split('\n').Where(static row => row.StartsWith("| `", StringComparison.Ordinal))];

    public static string RowOf(ErrorSituation situation, string text) =>
        $"| `{situation.Id}` | {situation.Description} | {text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)} |";

    /// <summary>Writes the rows into the page.</summary>
    public static void Write(IEnumerable<string> rows)
    {
        string page = ProjectFiles.Read(Path);
        var table = new StringBuilder($"{Start}\n| --- | --- | --- |\n");
        foreach (string row in rows) table.Append(row).Append('\n');
        File.WriteAllText(System.IO.Path.Combine(ProjectFiles.Root, Path), page.Replace(TableOf(page), table.ToString(), StringComparison.Ordinal));
    }

    private static string TableOf(string page) => page[page.IndexOf(Start, StringComparison.Ordinal)..];
}
