namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>03-get</c>.</summary>
internal sealed class GettingScenario : Scenario
{
    private LocalRunner? _runner;

    protected override Task ArrangeAsync()
    {
        Add("155cdf27-ae64-45ce-be58-48caec449c8d"); // s-pull-full
        Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
        Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // ubuntu:22.04
        Add("d3401af2-5e5c-4b0f-8694-4f17dbe880ef"); // team/snap:v1
        Add("4ad7f7f8-028c-4df1-ba83-9590e9f0965f"); // 11111111-2222-4333-8444-555555555555
        Ready("s-pull-full", "team/snap:v1", "11111111-2222-4333-8444-555555555555");
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        switch (exchange.Key)
        {
            case "(no schedulable runner now) create":
                _runner = Server.Regions[0].Runners[0];
                Server.Regions[0].Runners.Clear();
                break;
            case "(runner scored 0) create":
                Server.Regions[0].Runners.Add(_runner!);
                break;
            case "a build that is active":
                Add("793592e7-7c8d-401b-a3ff-1b46003ecb52"); // bb
                break;
        }
    }
}
