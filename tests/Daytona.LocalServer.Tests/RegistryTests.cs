using System.Net;
using System.Text.Json;

namespace Daytona.Local.Tests;

public sealed class RegistryTests
{
    private static readonly object Valid = new { name = "r", url = "https://r.example.com", username = "u", password = "p" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registries_belong_to_their_organization()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        using var other = new ServerClient(server, server.AddApiKey("x", server.AddOrganization("other")).Value);
        JsonElement created = await client.PostAsync("docker-registry", Valid);

        JsonElement theirs = await other.GetAsync("docker-registry");
        using HttpResponseMessage one = await other.SendAsync(HttpMethod.Get, $"docker-registry/{created.GetProperty("id")}");

        Assert.Equal((0, HttpStatusCode.NotFound), (theirs.GetArrayLength(), one.StatusCode));
        Assert.DoesNotContain("password", created.ToString(), StringComparison.Ordinal);
        Assert.Equal("p", Assert.Single(server.Registries).Password);
    }

    [Fact]
    public async Task A_change_requires_a_name_a_URL_and_a_user_name()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        JsonElement created = await client.PostAsync("docker-registry", Valid);

        JsonElement answer = await ServerClient.ReadAsync(
            await client.SendAsync(HttpMethod.Patch, $"docker-registry/{created.GetProperty("id")}", new { password = "q" }));

        Assert.Equal(
            "name must be a string, url must be a URL address, username must be a string",
            answer.GetProperty("message").GetString());
        Assert.Equal("p", server.Registries[0].Password);
    }

    [Fact]
    public async Task Writing_and_removing_need_their_permissions()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        using var writer = new ServerClient(server, server.AddApiKey("w", "write:registries").Value);
        JsonElement created = await client.PostAsync("docker-registry", Valid);
        string path = $"docker-registry/{created.GetProperty("id")}";

        using HttpResponseMessage changed = await writer.SendAsync(HttpMethod.Patch, path, Valid);
        using HttpResponseMessage removed = await writer.SendAsync(HttpMethod.Delete, path);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (changed.StatusCode, removed.StatusCode));
    }
}
