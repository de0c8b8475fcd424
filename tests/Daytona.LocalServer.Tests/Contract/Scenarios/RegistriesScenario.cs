namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>12-registries</c>.</summary>
internal sealed class RegistriesScenario : Scenario
{
    public override LocalServerOptions Options()
    {
        LocalServerOptions options = base.Options();
        options.RegistryAddress = "127.0.0.1:3987";
        return options;
    }

    protected override Task ArrangeAsync()
    {
        Words["<read-only key>"] = Server.AddApiKey("read-only").Value;
        return Task.CompletedTask;
    }

    // The newest is listed first.
    public override void Before(RecordedExchange exchange) => Clock.Advance(TimeSpan.FromMilliseconds(10));
}
