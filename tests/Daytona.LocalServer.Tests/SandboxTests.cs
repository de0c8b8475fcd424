using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class SandboxTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1, "stopping", "stopped")]
    [InlineData(0, "destroying", null)]
    public async Task A_sandbox_stops_or_is_deleted_with_its_stop(int autoDeleteInterval, string state, string? later)
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await StartAsync(clock);
        using var client = new ServerClient(server);
        LocalSandbox sandbox = await CreateAsync(server, client, new { snapshot = "s", autoDeleteInterval });
        clock.Advance(TimeSpan.FromSeconds(1));

        await client.PostAsync($"sandbox/{sandbox.Id}/stop");
        string stopping = sandbox.State;
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((state, later), (stopping, server.Sandboxes.SingleOrDefault()?.State));
    }

    [Fact]
    public async Task A_command_postpones_the_automatic_stop()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await StartAsync(clock);
        using var client = new ServerClient(server);
        LocalSandbox sandbox = await CreateAsync(server, client, new { snapshot = "s", autoStopInterval = 5, autoDeleteInterval = 0 });
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromMinutes(4));

        await RunAsync(server, client, sandbox.Id, new { command = "true" });
        clock.Advance(TimeSpan.FromMinutes(4));
        string before = sandbox.State;
        clock.Advance(TimeSpan.FromMinutes(1));

        // It is to be deleted as soon as it stops.
        Assert.Equal(("started", "destroying"), (before, sandbox.State));
    }

    [Fact]
    public async Task A_sandbox_in_transition_refuses_other_changes()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await StartAsync(clock);
        using var client = new ServerClient(server);
        LocalSandbox sandbox = await CreateAsync(server, client, new { snapshot = "s" });

        HttpResponseMessage creating = await client.SendAsync(HttpMethod.Delete, $"sandbox/{sandbox.Id}");
        clock.Advance(TimeSpan.FromSeconds(1));
        HttpResponseMessage started = await client.SendAsync(HttpMethod.Delete, $"sandbox/{sandbox.Id}");
        HttpResponseMessage destroying = await client.SendAsync(HttpMethod.Delete, $"sandbox/{sandbox.Id}");
        clock.Advance(TimeSpan.FromSeconds(1));
        HttpResponseMessage gone = await client.SendAsync(HttpMethod.Delete, $"sandbox/{sandbox.Id}");

        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NotFound],
            (HttpStatusCode[])[creating.StatusCode, started.StatusCode, destroying.StatusCode, gone.StatusCode]);
        Assert.Equal(
            "Sandbox state change in progress", (await ServerClient.ReadAsync(creating)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Sandboxes_are_listed_by_label_state_and_page()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        for (int i = 0; i < 5; i++)
        {
            string parity = i % 2 == 0 ? "even" : "odd";
            server.AddSandbox($"box-{i}", it => (it.Labels, it.State) = (
                new Dictionary<string, string> { ["parity"] = parity, ["run"] = "1" }, i == 0 ? "started" : "stopped"));
        }

        Assert.Equal(["box-4", "box-2", "box-0"], await NamesAsync("labels=" + Uri.EscapeDataString("""{"parity":"even","run":"1"}""")));
        Assert.Empty(await NamesAsync("labels=" + Uri.EscapeDataString("""{"parity":"even","run":"2"}""")));
        Assert.Equal(["box-0"], await NamesAsync("states=started&states=error"));
        Assert.Equal(["box-4", "box-3"], await NamesAsync("limit=2"));
        Assert.Equal(["box-2", "box-1"], await NamesAsync("limit=2&cursor=2"));
        Assert.Equal("4", (await client.GetAsync("sandbox?limit=2&cursor=2")).GetProperty("nextCursor").GetString());

        async Task<string[]> NamesAsync(string query) =>
            [.. (await client.GetAsync($"sandbox?{query}")).GetProperty("items").EnumerateArray()
                .Select(static it => it.GetProperty("name").GetString()!)];
    }

    [Theory]
    [InlineData("start-fail", null, "failed to start sandbox: container exited with code 1")]
    [InlineData("s", "sleep infinity", "failed to start container: exec: \"sleep infinity\": executable file not found in $PATH")]
    public async Task A_sandbox_can_fail_to_start(string name, string? entrypoint, string reason)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.AddSnapshot(name, change: it => it.Entrypoint = entrypoint is null ? null : [entrypoint]);

        LocalSandbox sandbox = await CreateAsync(server, client, new { snapshot = name });
        await server.WaitForSandboxesAsync(static all => all[0].State == "error", Cancelled);

        Assert.Equal(reason, sandbox.ErrorReason);
    }

    [Fact]
    public async Task Changes_of_sandboxes_are_announced()
    {
        await using LocalServer server = await StartAsync(TimeProvider.System);
        using var client = new ServerClient(server);
        using SocketClient socket = await SocketClient.JoinAsync(server);

        await client.PostAsync("sandbox", new { snapshot = "s", autoDeleteInterval = 0 });
        string created = await socket.ReceiveAsync();
        string started = await socket.ReceiveAsync();

        Assert.StartsWith("42[\"sandbox.created\",{\"id\":", created, StringComparison.Ordinal);
        Assert.StartsWith("42[\"sandbox.state.updated\",{\"sandbox\":{\"id\":", started, StringComparison.Ordinal);
        Assert.EndsWith("\"oldState\":\"creating\",\"newState\":\"started\"}]", started, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_toolbox_answers_by_the_first_rule_that_matches()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        LocalSandbox sandbox = server.AddSandbox("box", static it => (it.State, it.Snapshot) = ("started", "team/app:v1"));
        server.Toolbox.Add(new ToolboxRule { Command = "pytest*", Snapshot = "team/*", ExitCode = 1, Output = "1 failed\n" });
        server.Toolbox.Add("pytest*");
        server.Toolbox.Add(new ToolboxRule { Respond = static it => it.Command == "pwd" ? new ToolboxResult(0, it.WorkingDirectory!) : null });

        Assert.Equal((1, "1 failed\n"), await RunAsync(server, client, sandbox.Id, new { command = "pytest -q" }));
        Assert.Equal((0, "/srv"), await RunAsync(server, client, sandbox.Id, new { command = "pwd", cwd = "/srv" }));
        Assert.Equal((127, "sh: 1: echo: not found\n"), await RunAsync(server, client, sandbox.Id, new { command = "echo a" }));
        server.Toolbox.AnswersCommonCommands = true;
        Assert.Equal((0, "a b\n"), await RunAsync(server, client, sandbox.Id, new { command = "echo 'a b'" }));
        Assert.Equal((0, "Python 3.12.11\n"), await RunAsync(server, client, sandbox.Id, new { command = "python --version" }));
        Assert.Equal((4, "hi\n"), await RunAsync(server, client, sandbox.Id, new { command = "sh -c 'echo hi\nexit 4\ntrue'" }));
        Assert.Equal((127, "sh: 1: nosuch: not found\n"), await RunAsync(server, client, sandbox.Id, new { command = "sh -c 'nosuch x'" }));
    }

    [Theory]
    [InlineData("python3 -c print(1)", 2, 0)]
    [InlineData("# pytest", 0, 127)]
    [InlineData("a; exit 5", 5, 127)]
    [InlineData("exit 5", 5, 127)]
    [InlineData("false || echo \"a 'b'\" && echo c\\ d", 0, 1)]
    [InlineData("echo 'open", 2, 0)]
    [InlineData("echo $HOME | cat", 2, 0)]
    [InlineData("'echo' 'a'\"'\"'b' ''", 0, 0)]
    public async Task A_command_is_parsed_as_the_daemon_does(string command, int newer, int older)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        LocalSandbox sandbox = server.AddSandbox("box", static it => it.State = "started");
        server.Toolbox.AnswersCommonCommands = true;

        Assert.Equal(newer, (await RunAsync(server, client, sandbox.Id, new { command })).Item1);
        server.Toolbox.IsOlderDaemon = true;
        Assert.Equal(older, (await RunAsync(server, client, sandbox.Id, new { command })).Item1);
    }

    [Fact]
    public async Task A_command_ends_at_its_timeout()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { TimeProvider = clock }, Cancelled);
        using var client = new ServerClient(server);
        LocalSandbox sandbox = server.AddSandbox("box", static it => it.State = "started");
        server.Toolbox.Add(new ToolboxRule { Command = "sleep*", Duration = TimeSpan.FromMinutes(1) });

        Task<HttpResponseMessage> running = SendAsync(server, client, sandbox.Id, new { command = "sleep 60", timeout = 10 });
        while (await Task.WhenAny(running, Task.Delay(5, Cancelled)) != running) clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.RequestTimeout, (await running).StatusCode);
    }

    [Fact]
    public async Task Only_a_started_sandbox_of_the_organization_runs_commands()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        using var other = new ServerClient(server, server.AddApiKey("x", server.AddOrganization("other")).Value);
        using var nobody = new ServerClient(server, "wrong");
        LocalSandbox stopped = server.AddSandbox("stopped");
        LocalSandbox started = server.AddSandbox("started", static it => it.State = "started");

        HttpStatusCode[] statuses =
        [
            (await SendAsync(server, client, stopped.Id, new { command = "true" })).StatusCode,
            (await SendAsync(server, other, started.Id, new { command = "true" })).StatusCode,
            (await SendAsync(server, nobody, started.Id, new { command = "true" })).StatusCode,
            (await SendAsync(server, client, started.Id, new { })).StatusCode,
        ];

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest],
            statuses);
    }

    private static async Task<LocalServer> StartAsync(TimeProvider clock)
    {
        LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions
            {
                TimeProvider = clock,
                SandboxStartTime = TimeSpan.FromMilliseconds(100),
                SandboxStopTime = TimeSpan.FromSeconds(1),
            },
            Cancelled);
        server.AddSnapshot("s");
        return server;
    }

    private static async Task<LocalSandbox> CreateAsync(LocalServer server, ServerClient client, object body)
    {
        JsonElement created = await client.PostAsync("sandbox", body);
        Assert.Equal("creating", created.GetProperty("state").GetString());
        return server.Sandboxes.Single(it => it.Id == created.GetProperty("id").GetGuid());
    }

    private static async Task<(int, string?)> RunAsync(LocalServer server, ServerClient client, Guid id, object body)
    {
        JsonElement answer = await ServerClient.ReadAsync(await SendAsync(server, client, id, body));
        return (answer.GetProperty("exitCode").GetInt32(), answer.GetProperty("result").GetString());
    }

    private static Task<HttpResponseMessage> SendAsync(LocalServer server, ServerClient client, Guid id, object body) =>
        client.SendAsync(HttpMethod.Post, $"{server.ToolboxUrl}/{id}/process/execute", body);
}
