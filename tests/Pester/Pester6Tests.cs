namespace Daytona.Pester;

public sealed class Pester6Tests
{
    private static readonly PesterSuite Suite = new(6, except: "Module.Tests.ps1");

    public static Task<IReadOnlyCollection<TheoryDataRow<string, string>>> Cases() => Suite.DiscoverAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string file, string name) => Suite.VerifyAsync(file, name);
}
