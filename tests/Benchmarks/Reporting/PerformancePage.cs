namespace Daytona.Benchmarks.Reporting;

/// <summary>Updates the documentation page with the figures, between its marks, and the chart.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- The figures: written by tests/Benchmarks. -->";
    private const string End = "<!-- The end of the figures. -->";

    /// <summary>Writes the findings into the page, and draws the chart.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="findings">All findings.</param>
    /// <param name="circumstances">The environment of the measurement, as a sentence.</param>
    public static void Update(string root, IReadOnlyList<Finding> findings, string circumstances)
    {
        string path = Path.Combine(root, "docs", "performance.md");
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        string figures = $"\n\n{circumstances}\n\n{FindingsTable.Write(findings)}\n";
        File.WriteAllText(path, page[..begin] + figures + page[end..]);
        if (findings.Any(static it => it.Advantage is not null))
            File.WriteAllText(Path.Combine(root, "docs", "images", "performance.svg"), AdvantageChart.Draw(findings));
    }
}
