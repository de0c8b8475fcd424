namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>04-delete</c>.</summary>
internal sealed class DeletionScenario : Scenario
{
    public override IReadOnlyDictionary<string, string> Excluded => Recordings.Blocks("04-delete")
        .Where(static block => block.Exchange is null)
        .ToDictionary(static block => block.Key, static _ => "a note, and no exchange");

    protected override Task ArrangeAsync()
    {
        Add("307ef525-9138-49e6-b9e9-2b59ee1af643", "active"); // e4
        Add("7a5c3897-6874-4ac1-a0db-965b5812cb0f", "active"); // e5
        Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // ubuntu:22.04
        Add("a6299247-babc-496a-8ce5-173501e4f797", "error"); // st-nosuch2
        Add("d914ea8c-738a-43c0-a283-5158a5256412", "inactive"); // st-pullfail
        Add("d5209a89-efb2-4afe-bcb0-5539d770b604", "building"); // del-build
        Add("00955bde-eee4-478e-a234-8618ff771a62", "active"); // r2
        Add("357fee34-7b36-4a94-a66e-5fb50ea5f757", "active"); // r3
        Ready("e4", "r2", "r3");
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key == "delete the one that is gone") Clock.Advance(TimeSpan.FromSeconds(8));
    }
}
