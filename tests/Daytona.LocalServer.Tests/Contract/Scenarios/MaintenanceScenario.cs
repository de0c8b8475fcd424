namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>10-maintenance</c>.</summary>
internal sealed class MaintenanceScenario : Scenario
{
    public override void Before(RecordedExchange exchange) => Server.Options.Maintenance = true;
}
