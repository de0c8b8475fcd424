namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>02-create-gpu-quota-region</c>.</summary>
internal sealed class GpuScenario : Scenario
{
    protected override Task ArrangeAsync()
    {
        Server.Regions[0].Runners.Add(new LocalRunner("container", "H100"));
        var eu = new LocalRegion("eu", "eu") { EnforceQuotas = true };
        eu.Runners.Add(new LocalRunner());
        eu.Quotas[Server.DefaultOrganization.Id] = new LocalRegionQuota { MaxCpuPerSandbox = 2 };
        Server.Regions.Add(eu);
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key == "... read back") Assign();
    }
}
