namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>08-auth-permissions</c>.</summary>
internal sealed class KeyPermissionsScenario : Scenario
{
    protected override Task ArrangeAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(6));
        Add("8b111888-a499-4a54-813e-a2aa5828945b", "active"); // q4
        Ready("q4");
        Add("c37b93a9-d76c-47ef-9d39-00c60ad3f310", "active"); // g3
        Ready("g3");
        Server.Change("g3", static it => it.LastUsedAt = it.CreatedAt);
        Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
        AddOthers(40);
        Server.AddSystemKey("proxy_key");
        Server.AddSystemKey("runner_key");
        AddKey("dtn_6de7eb6d608dea967c49b1ca03c930dc9c2904dd33b445ecf4ce985637a7573f");
        AddKey("dtn_1ac68b031dc2da58409ddae887cb294fe6ed5ef8cbac4071fa278d13de726432", "write:snapshots");
        AddKey("dtn_f30915c98c4aaec915efcfb4656260d0af0af79c066da2a63066356ba1e13a6a", "write:sandboxes");
        AddKey("dtn_00232107e1c2e27e3e5eb63fc845977cec20e5d5ff9aff01b59dbbff0a210bca", "delete:snapshots");
        AddKey("dtn_b294758343c200477ebbc258564f5d175ed3ce042b78c9666cd9cf99db164f98").ExpiresAt =
            Clock.GetUtcNow().AddDays(-1);
        return Task.CompletedTask;

        LocalApiKey AddKey(string recorded, params string[] permissions)
        {
            LocalApiKey key = Server.AddApiKey(recorded[..8], permissions);
            Words[recorded] = key.Value;
            return key;
        }
    }
}
