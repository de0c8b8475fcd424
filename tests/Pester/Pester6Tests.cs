namespace Daytona.Pester;

public sealed class Pester6Tests
{
    // The tests of the cmdlets.
    private static readonly PesterSuite Suite = new(6, "*-*.Tests.ps1");

    public static Task<IReadOnlyCollection<TheoryDataRow<string, string>>> Cases() => Suite.DiscoverAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string file, string name) => Suite.VerifyAsync(file, name);
}
