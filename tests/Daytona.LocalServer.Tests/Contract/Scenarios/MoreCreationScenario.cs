namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>02-create-more</c>.</summary>
internal sealed class MoreCreationScenario : Scenario
{
    protected override Task ArrangeAsync()
    {
        Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
        Add("9911767f-8eb5-46ab-bdfa-00aaf323c572", "active"); // s-build2
        foreach (string hash in (string[])["a", "b", "abc"])
            Server.StoreObject($"{Server.DefaultOrganization.Id}/{hash}/context.tar", ContextArchive.Make("a"));
        Server.Regions.Add(new LocalRegion("eu", "eu") { EnforceQuotas = true });
        Server.Regions.Add(new LocalRegion("ded", "ded", "dedicated") { EnforceQuotas = true });
        Server.Regions.Add(new LocalRegion("us2", "us2"));
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key.StartsWith("... and read back", StringComparison.Ordinal)) Assign();
    }
}
