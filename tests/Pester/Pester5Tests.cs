namespace Daytona.Pester;

public sealed class Pester5Tests
{
    // What depends on the shell and not on a cmdlet.
    private static readonly PesterSuite Suite = new(5, "Action.Tests.ps1", "Module.Tests.ps1", "Pipeline.Tests.ps1", "Views.Tests.ps1");

    public static Task<IReadOnlyCollection<TheoryDataRow<string, string>>> Cases() => Suite.DiscoverAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string file, string name) => Suite.VerifyAsync(file, name);
}
