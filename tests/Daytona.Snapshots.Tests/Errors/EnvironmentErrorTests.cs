namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Errors that depend on environment variables, which all tests share.</summary>
[Collection(ProcessWide.Name)]
public sealed class EnvironmentErrorTests : ErrorSituationTest
{
    private const string EngineSocket = "/var/run/docker.sock";

    public static TheoryData<int> Situations => [.. Enumerable.Range(0, ErrorSituations.All.Count).Where(static number => ErrorSituations.All[number].Environment is not null)];

    public static bool Writes => Environment.GetEnvironmentVariable("DAYTONA_WRITE_ERRORS") is not null;

    [Theory, MemberData(nameof(Situations))]
    public void A_situation_ends_in_its_error_and_the_documented_text(int number)
    {
        ErrorSituation situation = ErrorSituations.All[number];
        Assert.SkipWhen(situation.NeedsNoEngine && (OperatingSystem.IsWindows() || File.Exists(EngineSocket)), "This machine may have a container engine.");

        (string id, string text) = Provoke(situation);

        Assert.Equal(situation.Id, id);
        Assert.Contains(ErrorPage.RowOf(situation, text), ErrorPage.Rows);
    }

    [Fact(Skip = "Writes the page.", SkipUnless = nameof(Writes))]
    public async Task The_page_is_written()
    {
        List<string> rows = [];
        foreach (ErrorSituation situation in ErrorSituations.All)
        {
            var test = new EnvironmentErrorTests();
            await test.InitializeAsync();
            rows.Add(ErrorPage.RowOf(situation, test.Provoke(situation).Text));
            await test.DisposeAsync();
        }

        ErrorPage.Write(rows.OrderBy(static row => row.Split('`')[1], StringComparer.Ordinal));
    }
}
