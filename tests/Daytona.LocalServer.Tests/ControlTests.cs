using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Daytona.Local.Tests;

public sealed class ControlTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_are_set_and_cleared_from_outside()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        var headers = new Dictionary<string, string> { ["Retry-After-authenticated"] = "3" };
        HttpResponseMessage set = await ControlAsync(
            client,
            HttpMethod.Post,
            "faults",
            new { kind = "answer", status = 429, path = "/api/snapshots*", nth = 1, headers });
        HttpResponseMessage limited = await client.SendAsync(HttpMethod.Get, "snapshots");
        await ControlAsync(client, HttpMethod.Delete, "faults");

        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal("3", limited.Headers.GetValues("Retry-After-authenticated").Single());
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task Others_create_and_remove_while_one_lists()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 10 }, Cancelled);
        using var client = new ServerClient(server);

        await ControlAsync(
            client, HttpMethod.Post, "faults", new { path = "/api/snapshots?page=2*", create = 3, remove = 1 });
        await client.GetAsync("snapshots?page=1&limit=5");
        JsonElement second = await client.GetAsync("snapshots?page=2&limit=5");

        Assert.Equal(12, second.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Settings_and_snapshots_are_changed_while_it_runs()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        await ControlAsync(
            client, HttpMethod.Post, "snapshots", new { name = "a", state = "error", errorReason = "because" });
        await ControlAsync(client, HttpMethod.Post, "settings", new { maintenance = true, notifications = false });

        Assert.Equal(("error", "because"), (server.Find("a")!.State, server.Find("a")!.ErrorReason));
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable, (await client.SendAsync(HttpMethod.Get, "snapshots")).StatusCode);
        Assert.False(server.Notifications.IsOn);
    }

    [Fact]
    public async Task What_was_uploaded_is_named_with_its_length()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.StoreObject("org/abc/context.tar", new byte[7]);

        HttpResponseMessage response = await ControlAsync(client, HttpMethod.Get, "state");

        string state = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("\"key\":\"org/abc/context.tar\",\"length\":7", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_named()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        HttpResponseMessage response = await ControlAsync(client, HttpMethod.Post, "faults", new { sort = "answer" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("sort", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_site_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        using var foreign = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(server.ApiUrl, "/control/state")) { Headers = { { "Origin", "http://evil.example" } } };
        using var rebound = new HttpRequestMessage(
            HttpMethod.Get, new Uri(server.ApiUrl, "/control/state")) { Headers = { Host = "evil.example" } };

        Assert.Equal(HttpStatusCode.Forbidden, (await client.Http.SendAsync(foreign, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.Http.SendAsync(rebound, Cancelled)).StatusCode);
    }

    private static async Task<HttpResponseMessage> ControlAsync(
        ServerClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.Http.BaseAddress!, $"/control/{path}"));
        if (body is not null) request.Content = JsonContent.Create(body);
        return await client.Http.SendAsync(request, Cancelled);
    }
}
