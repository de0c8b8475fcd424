namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>06-states</c>.</summary>
internal sealed class StatesScenario : Scenario
{
    public override IReadOnlyDictionary<string, string> Excluded { get; } = new Dictionary<string, string>
    {
        ["state moves as polled every 0.25 s (seconds after the POSTs)"] =
            "a table, and no exchange; its states and reasons are in SnapshotLifeTests",
    };
}
