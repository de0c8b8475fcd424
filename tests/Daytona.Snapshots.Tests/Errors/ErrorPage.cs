namespace Daytona.Snapshots.Tests.Errors;

/// <summary>The table of docs/errors.md: identifier, situation and text of each error.</summary>
internal static class ErrorPage
{
    private const string Variable = "DAYTONA_WRITE_ERRORS";
    private const string Path = "docs/errors.md";
    private const string Start = "| Error | Situation | Text |";

    private static readonly Lock Gate = new();

    /// <summary>The rows of the page.</summary>
    public static IReadOnlyList<string> Rows =>
        [.. TableOf(ProjectFiles.Read(Path)).Split('\n').Where(static row => row.StartsWith("| `", StringComparison.Ordinal))];

    /// <summary>Asserts that the page has the situation's text; or writes it into the page, if the environment variable is set.</summary>
    public static void AssertHas(ErrorSituation situation, string text)
    {
        string row = $"{BeginningOf(situation)}{text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)} |";
        if (Environment.GetEnvironmentVariable(Variable) is null) Assert.Contains(row, Rows);
        else Write(situation, row);
    }

    /// <summary>The beginning of the situation's row: all but its text.</summary>
    public static string BeginningOf(ErrorSituation situation) => $"| `{situation.Id}` | {situation.Description} | ";

    private static void Write(ErrorSituation situation, string row)
    {
        lock (Gate)
        {
            string page = ProjectFiles.Read(Path);
            IEnumerable<string> rows = ErrorSituations.All
                .Select(it => it == situation ? row : Rows.FirstOrDefault(old => old.StartsWith(BeginningOf(it), StringComparison.Ordinal)))
                .OfType<string>().OrderBy(static it => it.Split('`')[1], StringComparer.Ordinal);
            string table = $"{Start}\n| --- | --- | --- |\n{string.Concat(rows.Select(static it => it + '\n'))}";
            File.WriteAllText(System.IO.Path.Combine(ProjectFiles.Root, Path), page.Replace(TableOf(page), table, StringComparison.Ordinal));
        }
    }

    private static string TableOf(string page) => page[page.IndexOf(Start, StringComparison.Ordinal)..];
}
