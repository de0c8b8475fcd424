using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Daytona.Local.Tests.Contract;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed partial class NotificationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_build_and_its_removal_send_the_recorded_frames()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        using var socket = await SocketClient.OpenAsync(server);
        string[] recorded = ReadRecordedFrames("## an API key");

        var frames = new List<string> { await socket.ReceiveAsync() };
        await socket.SendAsync($"40{{\"token\":\"{server.ApiKey}\"}}");
        frames.Add(await socket.ReceiveAsync());
        const string Dockerfile = "FROM alpine:3.20\nRUN echo 1795473565173\n";
        JsonElement created = await client.PostAsync(
            "snapshots", new { name = "ev-build-1795473565173", buildInfo = new { dockerfileContent = Dockerfile } });
        for (int i = 0; i < 3; i++) frames.Add(await socket.ReceiveAsync());
        await client.SendAsync(HttpMethod.Delete, $"snapshots/{created.GetProperty("id")}");
        for (int i = 0; i < 2; i++) frames.Add(await socket.ReceiveAsync());

        Assert.Equal(recorded.Take(7).Select(Normalize), frames.Select(Normalize));
    }

    [Fact]
    public async Task A_failed_build_is_announced_with_its_reason()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        using var socket = await SocketClient.JoinAsync(server);
        server.Notifications.Copies = static (kind, _) => kind == "snapshot.removed" ? 2 : 1;
        string[] recorded = ReadRecordedFrames("## a build that fails");

        var frames = new List<string>();
        const string Dockerfile = "FROM alpine:3.20\nRUN build-fail 1795473591568\n";
        JsonElement created = await client.PostAsync(
            "snapshots", new { name = "ev-fail-1795473591568", buildInfo = new { dockerfileContent = Dockerfile } });
        for (int i = 0; i < 3; i++) frames.Add(await socket.ReceiveAsync());
        await client.SendAsync(HttpMethod.Delete, $"snapshots/{created.GetProperty("id")}");
        for (int i = 0; i < 3; i++) frames.Add(await socket.ReceiveAsync());

        Assert.Equal(recorded.Skip(2).Take(6).Select(Normalize), frames.Select(Normalize));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_the_connection_stays()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var socket = await SocketClient.OpenAsync(server);
        await socket.ReceiveAsync();

        await socket.SendAsync("""40{"token":"wrong"}""");

        Assert.Equal("""44{"message":"Unauthorized"}""", await socket.ReceiveAsync());
        Assert.Equal(0, server.Notifications.Connections);
    }

    [Fact]
    public async Task A_token_joins_the_organization_of_the_query_as_a_member()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        LocalOrganization other = server.AddOrganization("other");
        string token = server.AddAccessToken("bob", other);

        using var stranger = await SocketClient.OpenAsync(server, $"&organizationId={server.DefaultOrganization.Id}");
        await stranger.ReceiveAsync();
        await stranger.SendAsync($"40{{\"token\":\"{token}\"}}");
        Assert.StartsWith("44", await stranger.ReceiveAsync(), StringComparison.Ordinal);

        using var member = await SocketClient.OpenAsync(server, $"&organizationId={other.Id}");
        await member.ReceiveAsync();
        await member.SendAsync($"40{{\"token\":\"{token}\"}}");
        Assert.StartsWith("40", await member.ReceiveAsync(), StringComparison.Ordinal);
        server.AddSnapshot("mine");
        server.AddSnapshot("theirs", change: it => it.OrganizationId = other.Id);
        Assert.Contains("\"name\":\"theirs\"", await member.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_ignores_a_ping_is_disconnected()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock }, Cancelled);
        using var socket = await SocketClient.JoinAsync(server);

        Assert.Equal("2", await AdvanceUntilAsync(socket.ReceiveAsync()));
        await socket.SendAsync("3");
        Assert.Equal("2", await AdvanceUntilAsync(socket.ReceiveAsync()));
        await Assert.ThrowsAnyAsync<WebSocketException>(() => AdvanceUntilAsync(socket.ReceiveAsync()));

        // The server starts to wait on a thread of its own: the clock is moved until it has noticed.
        async Task<string> AdvanceUntilAsync(Task<string> frame)
        {
            while (await Task.WhenAny(frame, Task.Delay(5, Cancelled)) != frame) clock.Advance(TimeSpan.FromSeconds(5));
            return await frame;
        }
    }

    [Fact]
    public async Task Events_are_lost_and_connections_closed_on_demand()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        server.Notifications.Copies = static (_, name) => name == "lost" ? 0 : 1;
        using var socket = await SocketClient.JoinAsync(server);

        server.AddSnapshot("lost");
        server.AddSnapshot("found");
        Assert.Contains("\"name\":\"found\"", await socket.ReceiveAsync(), StringComparison.Ordinal);

        server.Notifications.CloseConnections();
        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ReceiveAsync());
    }

    [Fact]
    public async Task Only_the_first_connection_is_closed_at_its_first_event()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        server.Faults.Add(new Fault { Path = "/api/socket.io/*", Nth = 1, Kind = FaultKind.CloseDuring });
        using var first = await SocketClient.JoinAsync(server);

        server.AddSnapshot("lost");

        await Assert.ThrowsAnyAsync<WebSocketException>(() => first.ReceiveAsync());
        using var second = await SocketClient.JoinAsync(server);
        server.AddSnapshot("found");
        Assert.Contains("\"name\":\"found\"", await second.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_is_off_or_refused_fails_at_its_handshake()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(new Fault { Path = "/api/socket.io/*", Kind = FaultKind.HtmlPage, Status = 403, Count = 1 });

        Assert.Equal(HttpStatusCode.Forbidden, await SocketClient.FailToOpenAsync(server));
        server.Notifications.IsOn = false;
        Assert.Equal(HttpStatusCode.NotFound, await SocketClient.FailToOpenAsync(server));
        server.Notifications.IsOn = true;
        HttpResponseMessage polled = await client.SendAsync(HttpMethod.Get, "socket.io/?EIO=4&transport=polling");
        Assert.Equal("""{"code":0,"message":"Transport unknown"}""", await polled.Content.ReadAsStringAsync(Cancelled));
    }

    private static string[] ReadRecordedFrames(string part)
    {
        string text = Recordings.Text("11-events");
        string section = text[text.IndexOf(part, StringComparison.Ordinal)..];
        int end = section.IndexOf("## ", 3, StringComparison.Ordinal);
        return [.. (end < 0 ? section : section[..end]).Split('\n')
            .Select(static line => line.Split(" ms < ", 2))
            .Where(static parts => parts.Length == 2 && parts[1].Length > 1)
            .Select(static parts => parts[1])];
    }

    // What differs each time: ids, times, and the registry's host. Fields, their order and all else stay.
    private static string Normalize(string frame)
    {
        frame = Uuid().Replace(frame, "UUID");
        frame = Time().Replace(frame, "TIME");
        frame = frame.Replace("127.0.0.1:3987/", "REGISTRY/", StringComparison.Ordinal).Replace(
            "registry.localhost:5000/", "REGISTRY/", StringComparison.Ordinal);
        return Sid().Replace(frame, "\"sid\":\"SID\"");
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();

    [GeneratedRegex("\"sid\":\"[A-Za-z0-9_-]{20}\"")]
    private static partial Regex Sid();
}
