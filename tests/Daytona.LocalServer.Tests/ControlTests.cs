using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Daytona.Local.Tests;

public sealed class ControlTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_are_set_and_cleared_over_HTTP()
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

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal("3", limited.Headers.GetValues("Retry-After-authenticated").Single());
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task Snapshots_change_while_a_listing_is_read()
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
    public async Task Settings_and_snapshots_can_be_changed_at_run_time()
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
    public async Task Uploaded_objects_are_listed_with_their_length()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.StoreObject("org/abc/context.tar", new byte[7]);

        HttpResponseMessage response = await ControlAsync(client, HttpMethod.Get, "state");

        string state = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("\"key\":\"org/abc/context.tar\",\"length\":7", state, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faults", """{"sort":"answer"}""", "sort")]
    [InlineData("faults", "{}", "Specify a name, a kind")]
    [InlineData("faults", """{"kind":99}""", "kind")]
    [InlineData("faults", """{"kind":"answer","nth":0}""", "nth must be at least 1")]
    [InlineData("faults", """{"kind":"answer","status":7}""", "200 to 599")]
    [InlineData("faults", """{"kind":"answer","create":1}""", "combined with a kind")]
    [InlineData("faults", """{"create":-1}""", "must not be negative")]
    [InlineData("settings", """{"latency":-1}""", "must not be negative")]
    [InlineData("settings", """{"eventCopiesOf":{"snapshot.removed":-1}}""", "must not be negative")]
    [InlineData("snapshots", """{"name":"a","organization":"nobody"}""", "nobody")]
    [InlineData("keys", """{"name":"a","permissions":["write:everything"]}""", "write:everything")]
    [InlineData("tokens", """{"user":"a","organizations":["nobody"]}""", "nobody")]
    [InlineData("organizations", "{}", "name")]
    public async Task An_invalid_control_request_is_named(string path, string body, string expected)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        JsonElement form = JsonSerializer.Deserialize<JsonElement>(body);

        HttpResponseMessage response = await ControlAsync(client, HttpMethod.Post, path, form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_script_creates_organizations_with_keys_and_tokens()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        string organization = await AddAsync("organizations", new { name = "Other", snapshotQuota = 1 }, "id");
        string key = await AddAsync("keys", new { name = "reader", organization = "Other" }, "value");
        string token = await AddAsync("tokens", new { user = "bob", organizations = new[] { organization } }, "value");
        await ControlAsync(client, HttpMethod.Post, "snapshots", new { name = "theirs", organization = "Other" });
        await ControlAsync(client, HttpMethod.Post, "snapshots", new { name = "shared", organization = "Other", general = true });

        using var reader = new ServerClient(server, key);
        using var bob = new ServerClient(server, token);
        JsonElement seen = await client.GetAsync("snapshots");
        JsonElement own = await reader.GetAsync("snapshots");
        HttpResponseMessage without = await bob.SendAsync(HttpMethod.Get, "snapshots");
        bob.Http.DefaultRequestHeaders.Add("X-Daytona-Organization-ID", organization);
        HttpResponseMessage with = await bob.SendAsync(HttpMethod.Get, "snapshots");
        HttpResponseMessage tooMany = await bob.SendAsync(
            HttpMethod.Post, "snapshots", new { name = "more", imageName = "alpine:3.20" });

        Assert.Equal("shared", seen.GetProperty("items").EnumerateArray().Single().GetProperty("name").GetString());
        Assert.Equal(2, own.GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.SendAsync(HttpMethod.Delete, "snapshots/theirs")).StatusCode);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (without.StatusCode, with.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.StatusCode);

        async Task<string> AddAsync(string path, object body, string field) => (await ServerClient.ReadAsync(
            await ControlAsync(client, HttpMethod.Post, path, body))).GetProperty(field).GetString()!;
    }

    [Fact]
    public async Task A_script_creates_a_sandbox_and_captures_it()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Newer = true }, Cancelled);
        using var client = new ServerClient(server);

        HttpResponseMessage added = await ControlAsync(client, HttpMethod.Post, "sandboxes", new { name = "box", cpu = 2 });
        string id = (await ServerClient.ReadAsync(added)).GetProperty("id").GetString()!;
        await client.PostAsync($"sandbox/{id}/snapshot", new { name = "captured" });
        await server.WaitForSnapshotAsync("captured", static it => it?.State == "active", Cancelled);

        JsonElement captured = await client.GetAsync("snapshots/captured");
        Assert.Equal(id, captured.GetProperty("sourceSandboxId").GetString());
        Assert.Equal(2, captured.GetProperty("cpu").GetInt32());
    }

    [Fact]
    public async Task A_script_adds_runners_to_a_region()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        var creation = new { name = "a", imageName = "alpine:3.20", regionId = "eu", gpu = 1, gpuType = "H100" };

        await ControlAsync(client, HttpMethod.Post, "regions", new { id = "eu", runners = new[] { new { gpuType = "H100" } } });
        JsonElement created = await client.PostAsync("snapshots", creation);

        Assert.Equal("H100", created.GetProperty("gpuType").GetString());
    }

    [Theory]
    [InlineData(true, "RTX-4090")]
    [InlineData(false, null)]
    public async Task A_newer_server_takes_the_first_GPU_type_that_it_has(bool newer, string? expected)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Newer = newer }, Cancelled);
        using var client = new ServerClient(server);
        foreach (string type in (string[])["H100", "RTX-4090"]) server.Regions[0].Runners.Add(new LocalRunner(GpuType: type));

        JsonElement created = await client.PostAsync(
            "snapshots", new { name = "a", imageName = "alpine:3.20", gpu = 1, gpuType = (string[])["MI355X", "RTX-4090", "H100"] });

        Assert.Equal(expected, created.TryGetProperty("gpuType", out JsonElement assigned) ? assigned.GetString() : null);
    }

    [Fact]
    public async Task Events_can_be_doubled_and_connections_limited()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        var removed = new Dictionary<string, int> { ["snapshot.created"] = 2 };
        await ControlAsync(client, HttpMethod.Post, "settings", new { eventCopiesOf = removed, closeAfterEvents = 2 });
        using var socket = await SocketClient.JoinAsync(server);

        server.AddSnapshot("a");

        string first = await socket.ReceiveAsync();
        Assert.Equal(first, await socket.ReceiveAsync());
        await Assert.ThrowsAnyAsync<System.Net.WebSockets.WebSocketException>(() => socket.ReceiveAsync());
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

    [Fact]
    public async Task The_toolbox_and_its_sandboxes_are_set_over_HTTP()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        await ControlAsync(
            client,
            HttpMethod.Post,
            "sandboxes",
            new { name = "box", state = "started", labels = new { a = "b" }, snapshot = "s" });
        await ControlAsync(client, HttpMethod.Post, "toolbox", new { command = "make*", exitCode = 2, output = "no rule" });

        JsonElement answer = await client.PostAsync($"{server.ToolboxUrl}/box/process/execute", new { command = "make all" });

        Assert.Equal((2, "no rule"), (answer.GetProperty("exitCode").GetInt32(), answer.GetProperty("result").GetString()));
        await ControlAsync(client, HttpMethod.Delete, "toolbox");
        Assert.Empty(server.Toolbox);
        await ControlAsync(client, HttpMethod.Post, "sandboxes", new { name = "box", state = "error" });
        Assert.Equal("error", Assert.Single(server.Sandboxes).State);
    }

    private static async Task<HttpResponseMessage> ControlAsync(
        ServerClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.Http.BaseAddress!, $"/control/{path}"));
        if (body is not null) request.Content = JsonContent.Create(body);
        return await client.Http.SendAsync(request, Cancelled);
    }
}
