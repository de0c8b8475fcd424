using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Every error names the thing that is really so, and docs/errors.md has its text.</summary>
public sealed partial class ErrorTests : BuildTest
{
    private static IReadOnlySet<string> Ids { get; } =
        Declaration().Matches(ProjectFiles.Read("src/Daytona.Snapshots/Errors/ErrorId.cs")).Select(static match => match.Groups["name"].Value).ToHashSet();

    // They need an environment of their own, or are for what a newer version of the library may throw.
    private static readonly string[] WithoutSituation = ["DaytonaError", "NoCredentials"];

    // The tests of their own cmdlets provoke those of local images, registries, tests of snapshots and synchronization.
    private static readonly string[] OfOtherTests =
    [
        "AccessTokenRequired", "ConfirmationUnavailable", "ContainerEngineFailed", "ContainerEngineUnsupported", "EmptyDefinitionList", "ImageBroken",
        "ImageFileNotFound", "InvalidDefinition", "InvalidPrefix", "InvalidRegistryCredential", "LocalImageAmbiguous", "LocalImageNotFound",
        "NoContainerEngine", "NotARegistry", "NotAnImage", "OrganizationNotFound", "PlatformMismatch", "RegistryAmbiguous", "RegistryDenied",
        "RegistryInvalid", "RegistryRefused", "RegistryUnavailable", "SnapshotTestFailed", "SyncIncomplete", "TemporaryCopyFailed", "ToolboxUnavailable",
        "WindowsImage",
    ];

    public static TheoryData<int> Situations => [.. Enumerable.Range(0, ErrorSituations.All.Count)];

    [Theory, MemberData(nameof(Situations))]
    public void A_situation_ends_in_its_error_and_the_documented_text(int number)
    {
        ErrorSituation situation = ErrorSituations.All[number];

        (string id, string text) = Provoke(situation);

        Assert.Equal(situation.Id, id);
        Assert.Contains(ErrorPage.RowOf(situation, text), ErrorPage.Rows);
    }

    [Fact]
    public void Each_error_has_a_situation() =>
        Assert.Empty(Ids.Except(ErrorSituations.All.Select(static it => it.Id)).Except(WithoutSituation).Except(OfOtherTests));

    [Fact]
    public void The_page_has_no_other_rows() => Assert.Equal(ErrorSituations.All.Count, ErrorPage.Rows.Count);

    [Fact(Skip = "Writes the page.", SkipUnless = nameof(Writes))]
    public async Task The_page_is_written()
    {
        List<string> rows = [];
        foreach (ErrorSituation situation in ErrorSituations.All)
        {
            var test = new ErrorTests();
            await test.InitializeAsync();
            rows.Add(ErrorPage.RowOf(situation, test.Provoke(situation).Text));
            await test.DisposeAsync();
        }

        ErrorPage.Write(rows.OrderBy(static row => row.Split('`')[1], StringComparer.Ordinal));
    }

    public static bool Writes => Environment.GetEnvironmentVariable("DAYTONA_WRITE_ERRORS") is not null;

    private (string Id, string Text) Provoke(ErrorSituation situation)
    {
        Write("app.py", "print('hello')\n");
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /app.py\n");
        Write("empty.Dockerfile", "");
        File.WriteAllText(Write("utf16.Dockerfile", ""), "FROM alpine:3.20\n", System.Text.Encoding.Unicode);
        Shell.Set("key", Secret(Server.ApiKey));
        Shell.Set("wrong", Secret("dtn_wrong"));
        Shell.Set("broken", Secret("dtn_one dtn_two"));
        Shell.Set("url", Server.ApiUrl);
        Shell.Set("root", new Uri(Server.ApiUrl, "/"));
        Shell.Set("https", $"https://127.0.0.1:{Server.ApiUrl.Port}/api");
        PSObject connection = Shell.Run("Connect-Daytona -ApiKey $key -ApiUrl $url -SkipCheck -OperationTimeout 6").AssertSucceeded().Single;
        Shell.UseConnection(connection);
        Server.Options.FailedLoginLimit = null;
        situation.Arrange?.Invoke(Server);

        Outcome outcome = Shell.Run(situation.Line);

        ErrorRecord error = outcome.Error;
        return (error.FullyQualifiedErrorId.Split(',')[0], Stable(error.ToString()));
    }

    // What differs from run to run.
    private string Stable(string text)
    {
        string stable = Port().Replace(text.Replace(Folder, "/home/me", StringComparison.Ordinal), "127.0.0.1:3000");
        stable = Time().Replace(Suffix().Replace(stable, ".update-1f0a53c2"), "10:30:00");
        return stable.Length <= 600 ? stable : stable[..600] + "...";
    }

    [GeneratedRegex(@"static readonly ErrorId (?<name>\w+) = ")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"127\.0\.0\.1:\d{2,}")]
    private static partial Regex Port();

    [GeneratedRegex(@"\d{1,2}:\d\d:\d\d( [AP]M)?")]
    private static partial Regex Time();

    [GeneratedRegex(@"\.update-[0-9a-f]{8}")]
    private static partial Regex Suffix();
}
