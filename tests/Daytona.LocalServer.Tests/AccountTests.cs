using System.Net;
using System.Text.Json;

namespace Daytona.Local.Tests;

public sealed class AccountTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_key_shows_its_permissions_and_is_masked()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        LocalApiKey key = server.AddApiKey("reader", "write:snapshots");
        using var client = new ServerClient(server, key.Value);

        JsonElement current = await client.GetAsync("api-keys/current");

        Assert.Equal("reader", current.GetProperty("name").GetString());
        Assert.Equal($"dtn********************{key.Value[^3..]}", current.GetProperty("value").GetString());
        Assert.Equal("write:snapshots", current.GetProperty("permissions")[0].GetString());
    }

    [Fact]
    public async Task Organizations_need_a_token_and_the_current_key_needs_a_key()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        LocalOrganization other = server.AddOrganization("other");
        using var withKey = new ServerClient(server);
        using var withToken = new ServerClient(server, server.AddAccessToken("bob", other));

        Assert.Equal(
            HttpStatusCode.Unauthorized, (await withKey.SendAsync(HttpMethod.Get, "organizations")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await withToken.SendAsync(HttpMethod.Get, "api-keys/current")).StatusCode);
        JsonElement organizations = await withToken.GetAsync("organizations");
        Assert.Equal([other.Id], organizations.EnumerateArray().Select(static it => it.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_token_creates_an_organization_with_a_region()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, TestContext.Current.CancellationToken);
        using var client = new ServerClient(server, server.AddAccessToken("bob"));

        HttpResponseMessage made = await client.SendAsync(
            HttpMethod.Post, "organizations", new { name = "Bob's", defaultRegionId = "us" });
        string organization = (await ServerClient.ReadAsync(made)).GetProperty("id").GetString()!;
        client.Http.DefaultRequestHeaders.Add("X-Daytona-Organization-ID", organization);
        HttpResponseMessage region = await client.SendAsync(HttpMethod.Post, "regions", new { name = "home" });
        HttpResponseMessage again = await client.SendAsync(HttpMethod.Post, "regions", new { name = "home" });
        JsonElement regions = await client.GetAsync("regions");
        using var others = new ServerClient(server);
        JsonElement theirs = await others.GetAsync("regions");
        JsonElement nameless = await client.PostAsync("organizations", new { });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (made.StatusCode, region.StatusCode));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(["us", "home"], regions.EnumerateArray().Select(static it => it.GetProperty("name").GetString()));
        Assert.Equal("custom", regions[1].GetProperty("regionType").GetString());
        Assert.Equal(1, theirs.GetArrayLength());
        Assert.Equal(
            "name must be a string, defaultRegionId must be a string", nameless.GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_organization_reports_the_usage_of_its_quotas()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server, server.AddAccessToken(server.DefaultUser.Id));
        server.AddSnapshot("a");
        server.AddSandbox("started", static it => (it.State, it.Cpu, it.Disk) = ("started", 2, 5));
        server.AddSandbox("stopped", static it => it.Disk = 4);
        string id = server.DefaultOrganization.Id;

        JsonElement usage = await client.GetAsync($"organizations/{id}/usage");
        using HttpResponseMessage other = await client.SendAsync(HttpMethod.Get, $"organizations/{Guid.NewGuid()}/usage");

        JsonElement region = usage.GetProperty("regionUsage")[0];
        Assert.Equal(1, usage.GetProperty("currentSnapshotUsage").GetInt32());
        Assert.Equal(
            ("us", 2, 9),
            (region.GetProperty("regionId").GetString(),
                region.GetProperty("currentCpuUsage").GetInt32(),
                region.GetProperty("currentDiskUsage").GetInt32()));
        Assert.Equal("Default", (await client.GetAsync($"organizations/{id}")).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    [Fact]
    public async Task Shared_regions_are_listed_without_credentials()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server, "");
        server.Regions.Add(new LocalRegion("own", "own", "custom"));

        JsonElement regions = await client.GetAsync("shared-regions");

        Assert.Equal("us", Assert.Single(regions.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Regions_can_be_listed_while_others_are_created()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using HttpResponseMessage response = i % 2 == 0
                ? await client.SendAsync(HttpMethod.Post, "regions", new { name = $"r{i}" })
                : await client.SendAsync(HttpMethod.Get, "regions");
            return response.StatusCode;
        }));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK], statuses.Distinct().Order().Reverse());
        Assert.Equal(101, server.Regions.Count);
    }

    [Fact]
    public async Task Configuration_and_health_need_no_credentials()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { Newer = true }, Cancelled);
        using var client = new ServerClient(server, "");

        Assert.Equal("ok", (await client.GetAsync("health")).GetProperty("status").GetString());
        Assert.NotEqual("v0.190.0", (await client.GetAsync("config")).GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_newer_server_sends_additional_fields()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { Newer = true }, Cancelled);
        using var client = new ServerClient(server);

        JsonElement created = await client.PostAsync("snapshots", new { name = "a", imageName = "alpine:3.20" });
        JsonElement missing = await client.GetAsync("snapshots/none");
        JsonElement access = await client.GetAsync("object-storage/push-access");

        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null),
            (
                created.GetProperty("ref").ValueKind,
                created.GetProperty("initialRunnerId").ValueKind,
                created.GetProperty("sourceSandboxId").ValueKind));
        Assert.Equal(
            ("NOT_FOUND", "DAYTONA_API"),
            (missing.GetProperty("code").GetString(), missing.GetProperty("source").GetString()));
        Assert.Equal("us-east-1", access.GetProperty("region").GetString());
    }

    [Fact]
    public async Task Registry_access_expires_after_an_hour()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        JsonElement access = await client.GetAsync("docker-registry/registry-push-access");

        Assert.Equal(
            ["username", "secret", "registryId", "registryUrl", "project", "expiresAt"],
            access.EnumerateObject().Select(static property => property.Name));
    }
}
