namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>05-activate-deactivate</c>.</summary>
internal sealed class ActivationScenario : Scenario
{
    // As soon as a runner is asked, for the image is still there.
    public override LocalServerOptions Options()
    {
        LocalServerOptions options = base.Options();
        options.QueueTime = TimeSpan.FromMilliseconds(10);
        return options;
    }

    protected override Task ArrangeAsync()
    {
        Clock.SetUtcNow(DateTimeOffset.Parse("2026-11-23T21:33:37Z", null));
        Add("8b111888-a499-4a54-813e-a2aa5828945b", "active"); // q4
        Ready("q4");
        Add("7d8da109-f28e-41a2-81df-6801cd130551", "active"); // q5
        Add("d914ea8c-738a-43c0-a283-5158a5256412", "error"); // st-pullfail
        Server.Change("st-pullfail", static it =>
        {
            (it.Size, it.ErrorReason) = (0.25, "failed to pull image pull-fail/img:1: connection refused");
            (it.InitialRunnerId, it.Ref) = ("r", "registry.localhost:5000/daytona/daytona-0:daytona");
        });
        Add("4ba75428-e02a-49e1-b24f-dfb21fc30ca4"); // st-buildreject
        Add("84e94e60-edae-4b35-b5a0-f9a860bf7add", "active"); // ubuntu:22.04
        Add("abf62bca-275f-4910-b827-62a464e81b72", "building"); // ad-build
        Add("8be5673a-13a7-40fd-b566-83c0c80af506", "active"); // e3
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key.StartsWith("activate more than 10 minutes after", StringComparison.Ordinal))
            Clock.Advance(TimeSpan.FromMinutes(10));
        if (exchange.Key == "... read back (1)") Clock.Advance(TimeSpan.FromMilliseconds(10));
        if (exchange.Key == "... read back 26 s later") Clock.Advance(TimeSpan.FromSeconds(26));
    }
}
