namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>13-sandboxes</c>.</summary>
internal sealed class SandboxesScenario : Scenario
{
    public override IReadOnlyDictionary<string, string> Excluded { get; } = new Dictionary<string, string>
    {
        ["state now: started"] = "a note, and no exchange",
    };

    public override LocalServerOptions Options()
    {
        LocalServerOptions options = base.Options();
        options.ToolboxAddress = "http://127.0.0.1:3991/toolbox";
        options.SandboxStartTime = TimeSpan.FromMilliseconds(200);
        options.SandboxStopTime = TimeSpan.FromSeconds(2);
        return options;
    }

    protected override Task ArrangeAsync()
    {
        Words["<read-only key>"] = Server.AddApiKey("read-only").Value;
        Words["4c7970d2-dee9-4dd7-bd72-71f51e16ce28"] = Server.DefaultOrganization.Id;
        Server.AddSnapshot(
            "rec-sb:1", change: static it => it.Id = Guid.Parse("d8d0d1c3-a882-475e-8087-6fd9a4935c22"));
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key == "the sandbox") Clock.Advance(TimeSpan.FromMilliseconds(200));
        if (exchange.Key == "look for it") Clock.Advance(TimeSpan.FromSeconds(2));
    }
}
