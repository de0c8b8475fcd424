namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>11-events</c>.</summary>
internal sealed class EventsScenario : Scenario
{
    public override IReadOnlyDictionary<string, string> Excluded => Recordings.Blocks("11-events")
        .ToDictionary(
            static block => block.Key,
            static _ => "frames of a WebSocket, and no exchange: they are compared in NotificationTests");
}
