namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Every error names the thing that is really so, and docs/errors.md has its text.</summary>
public sealed class ErrorTests : ErrorSituationTest
{
    public static TheoryData<int> Situations => [.. Enumerable.Range(0, ErrorSituations.All.Count).Where(static number => ErrorSituations.All[number].Environment is null)];

    [Theory, MemberData(nameof(Situations))]
    public void A_situation_ends_in_its_error_and_the_documented_text(int number)
    {
        ErrorSituation situation = ErrorSituations.All[number];

        (string id, string text) = Provoke(situation);

        Assert.Equal(situation.Id, id);
        ErrorPage.AssertHas(situation, text);
    }
}
