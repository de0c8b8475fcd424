namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>08-auth</c>.</summary>
internal sealed class AuthenticationScenario : Scenario
{
    private const string RecordedToken =
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjM5ODMiLCJh";

    private LocalOrganization? _other;

    protected override Task ArrangeAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));
        Add("8b111888-a499-4a54-813e-a2aa5828945b", "active"); // q4
        Ready("q4");
        Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // ubuntu:22.04
        Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
        AddOthers(41);
        Server.Change("s-build", static it => it.LastUsedAt = it.CreatedAt);
        Words[RecordedToken] = Server.AddAccessToken(Server.DefaultUser.Id);
        return Task.CompletedTask;
    }

    public override void Before(RecordedExchange exchange)
    {
        // All tokens of the recording are cut to the same text: from here on they are the other user's.
        if (exchange.Key == "JWT of another user (made at first use) without the header")
        {
            _other = Server.AddOrganization("other");
            _other.DefaultRegionId = null;
            Words["204a5401-e025-495a-8a93-f1963fd61aad"] = _other.Id;
            Words[RecordedToken] = Server.AddAccessToken("other-user", _other);
        }

        if (exchange.Key == "JWT of another user, own new organization (general snapshots of others are listed)")
            Server.Change("ubuntu:22.04", static it => it.State = "active");
        if (exchange.Key == "... create under the name of a general snapshot of another organization")
            _other!.DefaultRegionId = "us";
        if (exchange.Key == "... and get by that name: own one wins") Assign();
    }
}
