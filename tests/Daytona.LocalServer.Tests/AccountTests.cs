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

    [Theory]
    [InlineData("a")]
    [InlineData("abcd")]
    public async Task A_short_API_key_is_described_too(string value)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { ApiKey = value }, Cancelled);
        using var client = new ServerClient(server);

        Assert.Contains("****", (await client.GetAsync("api-keys/current")).GetProperty("value").GetString(), StringComparison.Ordinal);
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
