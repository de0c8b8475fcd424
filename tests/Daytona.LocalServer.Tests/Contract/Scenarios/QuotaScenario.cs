namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>02-create-quota</c>.</summary>
internal sealed class QuotaScenario : Scenario
{
    protected override Task ArrangeAsync()
    {
        Server.DefaultOrganization.SnapshotQuota = 1;
        Server.DefaultOrganization.SuspensionReason = "test reason";
        Add("2f4a7f46-f848-48be-b75b-1812e29346e8", "active"); // p1
        Add("abf62bca-275f-4910-b827-62a464e81b72", "inactive"); // ad-build
        Add("d5371e41-054c-428d-ad8a-13d0a80cd746", "active"); // g7
        Add("8be5673a-13a7-40fd-b566-83c0c80af506", "active"); // e3
        AddOthers(38);
        Server.Change("p1", static it => it.LastUsedAt = DateTimeOffset.Parse("2026-11-23T21:36:14.641Z", null));
        Clock.Advance(TimeSpan.FromMinutes(15));
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key == "organization suspended: create") Server.DefaultOrganization.Suspended = true;
        if (exchange.Key.StartsWith("count quota exceeded: activate", StringComparison.Ordinal))
            Server.DefaultOrganization.Suspended = false;
    }
}
