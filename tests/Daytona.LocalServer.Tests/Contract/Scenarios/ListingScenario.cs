using System.Text.Json;

namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>01-list</c>.</summary>
internal sealed class ListingScenario : Scenario
{
    public override bool IsExact => true;

    protected override Task ArrangeAsync()
    {
        Fill("no params");
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key == "sort lastUsedAt asc, all rows (more states now)")
            Fill("sort createdAt asc, all rows (more states now)");
    }

    private void Fill(string key)
    {
        foreach (LocalSnapshot snapshot in Server.Snapshots) Server.Remove(snapshot);
        foreach (JsonElement told in Recordings.Answer("01-list", key).GetProperty("items").EnumerateArray())
            Add(told);
    }
}
