namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>Every command ends against every fault: in time, with an error of this module's own, and truthfully.</summary>
public sealed class ReliabilityTests(ReliabilityMatrix matrix, ITestOutputHelper output) : IClassFixture<ReliabilityMatrix>
{
    private IEnumerable<CellResult> Results => matrix.Results;

    [Fact]
    public void Every_cell_has_an_outcome()
    {
        foreach (CellResult replaced in matrix.Replaced) output.WriteLine($"Repeated: {replaced}");

        Assert.Equal(CmdletForms.All.Sum(static form => ReliabilityMatrix.FaultsOf(form).Count()), Results.Count());
    }

    [Fact]
    public void The_page_says_how_many_there_are()
    {
        string page = ProjectFiles.Read("docs/reliability.md");

        Assert.Contains($" {CmdletForms.All.Count} forms ", page, StringComparison.Ordinal);
        Assert.Contains($" {Results.Count().ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} combinations ", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_exception_but_the_modules_own_reaches_the_user() => AssertNone(static cell => cell.RawException is not null);

    [Fact]
    public void Every_command_ends_within_its_limit() => AssertNone(static cell => cell.Time > ReliabilityMatrix.LimitOf(cell.Form));

    [Fact]
    public void Every_outcome_is_true() => AssertNone(static cell => cell.FalseWord is not null);

    [Fact]
    public void Every_outcome_is_that_of_the_documentation()
    {
        IReadOnlyDictionary<(string, string), string> expected = ReliabilityPage.Read();

        AssertNone(cell => cell.Outcome != expected.GetValueOrDefault((cell.Fault, cell.Form.Name)));
    }

    [Fact]
    public void The_matrix_takes_less_than_two_minutes() => Assert.True(matrix.Time < TimeSpan.FromMinutes(2), $"It took {matrix.Time}.");

    private void AssertNone(Func<CellResult, bool> isWrong)
    {
        CellResult[] wrong = [.. Results.Where(isWrong)];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {matrix.Results.Count}:\n{string.Join('\n', wrong.AsEnumerable())}");
    }
}
