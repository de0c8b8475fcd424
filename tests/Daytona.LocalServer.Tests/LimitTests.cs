using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class LimitTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_over_the_limit_is_blocked_for_a_whole_window()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, RateLimit = 2 }, Cancelled);
        using var client = new ServerClient(server);

        Assert.Equal((int[])[200, 200], (int[])[await StatusAsync(client), await StatusAsync(client)]);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(429, await StatusAsync(client));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(429, await StatusAsync(client));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, await StatusAsync(client));
    }

    [Fact]
    public async Task Each_organization_has_its_own_rate_limit()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { RateLimit = 1 }, Cancelled);
        LocalOrganization other = server.AddOrganization("other");
        other.AuthenticatedRateLimit = 2;
        using var first = new ServerClient(server);
        using var second = new ServerClient(server, server.AddApiKey("second", other).Value);

        Assert.Equal((int[])[200, 429], (int[])[await StatusAsync(first), await StatusAsync(first)]);
        Assert.Equal(
            (int[])[200, 200, 429],
            (int[])[await StatusAsync(second), await StatusAsync(second), await StatusAsync(second)]);
    }

    [Fact]
    public async Task Failed_logins_block_the_address_for_a_while()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, FailedLoginLimit = 2 }, Cancelled);
        using var stranger = new ServerClient(server, "wrong");
        using var client = new ServerClient(server);

        Assert.Equal((int[])[401, 429], (int[])[await StatusAsync(stranger), await StatusAsync(stranger)]);
        Assert.Equal(429, await StatusAsync(client));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(200, await StatusAsync(client));
    }

    [Fact]
    public async Task Latency_delays_every_response_by_the_clock()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, Latency = TimeSpan.FromSeconds(3) }, Cancelled);
        using var client = new ServerClient(server);

        Task<HttpResponseMessage> answer = client.SendAsync(HttpMethod.Get, "snapshots");
        await server.WaitForRequestAsync(static request => request.Path == "/api/snapshots", Cancelled);
        Assert.False(answer.IsCompleted);
        while (await Task.WhenAny(answer, Task.Delay(5, Cancelled)) != answer) clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_followed_logs()
    {
        LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { BuildTime = Timeout.InfiniteTimeSpan }, Cancelled);
        using var client = new ServerClient(server);
        await client.PostAsync("snapshots", new { name = "a", buildInfo = new { dockerfileContent = "FROM a:1\n" } });
        await server.WaitForSnapshotAsync("a", static it => it?.State == "building", Cancelled);
        var url = new Uri(server.LogUrl, $"/snapshots/{server.Find("a")!.Id}/build-logs?follow=true");
        using HttpResponseMessage followed = await client.Http.GetAsync(
            url, HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, followed.StatusCode);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_delayed_responses()
    {
        LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });
        Task<HttpResponseMessage> held = client.SendAsync(HttpMethod.Get, "snapshots");
        await server.WaitForRequestAsync(static _ => true, Cancelled);

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancelled);

        await Assert.ThrowsAsync<HttpRequestException>(() => held);
    }

    private static async Task<int> StatusAsync(ServerClient client) =>
        (int)(await client.SendAsync(HttpMethod.Get, "regions")).StatusCode;

    [Fact]
    public async Task The_quota_counts_active_and_starting_snapshots()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.DefaultOrganization.SnapshotQuota = 2;
        server.AddSnapshot("failed", "error");
        server.AddSnapshot("first");
        LocalSnapshot second = server.AddSnapshot("second");

        HttpStatusCode full = await CreateAsync("a");
        server.Change(second, static it => it.State = "inactive");
        HttpStatusCode oneLess = await CreateAsync("b");
        await server.WaitForSnapshotAsync("b", static it => it?.State == "active", Cancelled);
        HttpStatusCode again = await CreateAsync("c");
        server.Remove(server.Find("first")!);
        HttpStatusCode removed = await CreateAsync("d");

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.OK],
            [full, oneLess, again, removed]);

        async Task<HttpStatusCode> CreateAsync(string name) => (await client.SendAsync(
            HttpMethod.Post, "snapshots", new { name, imageName = "alpine:3.20" })).StatusCode;
    }
}
