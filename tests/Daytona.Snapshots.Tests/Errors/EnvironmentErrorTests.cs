namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Errors that depend on environment variables, which all tests share.</summary>
[Collection(ProcessWide.Name)]
public sealed class EnvironmentErrorTests : ErrorSituationTest
{
    private const string EngineSocket = "/var/run/docker.sock";

    public static TheoryData<int> Situations => [.. Enumerable.Range(0, ErrorSituations.All.Count).Where(static number => ErrorSituations.All[number].Environment is not null)];

    [Theory, MemberData(nameof(Situations))]
    public void A_situation_ends_in_its_error_and_the_documented_text(int number)
    {
        ErrorSituation situation = ErrorSituations.All[number];
        Assert.SkipWhen(situation.NeedsNoEngine && (OperatingSystem.IsWindows() || File.Exists(EngineSocket)), "This machine may have a container engine.");

        (string id, string text) = Provoke(situation);

        Assert.Equal(situation.Id, id);
        ErrorPage.AssertHas(situation, text);
    }
}
