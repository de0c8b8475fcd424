using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class FaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fault_applies_to_the_nth_matching_request()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        Fault fault = server.Faults.Add(
            new Fault { Method = "GET", Path = "/api/snapshots*", Nth = 2, Kind = FaultKind.Answer, Status = 503 });

        await client.GetAsync("regions");
        HttpStatusCode[] statuses = [await StatusAsync(), await StatusAsync(), await StatusAsync()];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
        Assert.Equal((3, 1), (fault.Matches, fault.Times));

        async Task<HttpStatusCode> StatusAsync() => (
            await client.SendAsync(HttpMethod.Get, "snapshots?limit=1")).StatusCode;
    }

    [Theory]
    [InlineData(FaultKind.CloseBefore, 0)]
    [InlineData(FaultKind.CloseDuring, 1)]
    [InlineData(FaultKind.CloseAfter, 1)]
    public async Task A_connection_is_closed_before_or_after_the_work(FaultKind kind, int snapshots)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(new Fault { Method = "POST", Kind = kind });

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.PostAsync("snapshots", new { name = "a", imageName = "alpine:3.20" }));

        Assert.Equal(snapshots, server.Snapshots.Count);
    }

    [Fact]
    public async Task Bodies_are_emptied_halved_or_replaced_by_an_HTML_page()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 3 }, Cancelled);
        using var client = new ServerClient(server);
        string whole = await BodyAsync();

        server.Faults.Add(new Fault { Kind = FaultKind.EmptyBody, Nth = 1 });
        server.Faults.Add(new Fault { Kind = FaultKind.HalfJson, Nth = 2 });
        server.Faults.Add(new Fault { Kind = FaultKind.HtmlPage, Status = 502, Nth = 3 });

        Assert.Empty(await BodyAsync());
        Assert.Equal(whole[..(whole.Length / 2)], await BodyAsync());
        Assert.StartsWith("<html>", await BodyAsync(), StringComparison.Ordinal);
        Assert.Equal(whole, await BodyAsync());

        async Task<string> BodyAsync() => await (
            await client.SendAsync(HttpMethod.Get, "snapshots")).Content.ReadAsStringAsync(Cancelled);
    }

    [Fact]
    public async Task The_default_rate_limiter_has_its_own_Retry_After_header()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(Fault.RateLimited(seconds: 7));

        HttpResponseMessage response = await client.SendAsync(HttpMethod.Get, "snapshots");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("7", response.Headers.GetValues("Retry-After-authenticated").Single());
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal(
            "ThrottlerException: Too Many Requests",
            (await ServerClient.ReadAsync(response)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_fault_can_change_snapshots_during_a_listing()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 4 }, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(
            new Fault
            {
                Path = "/api/snapshots", Nth = 2, Kind = FaultKind.Meanwhile,
                Meanwhile = static it => it.Remove(it.Snapshots[^1]),
            });

        JsonElement first = await client.GetAsync("snapshots?limit=2&sort=createdAt");
        JsonElement second = await client.GetAsync("snapshots?limit=2&sort=createdAt&page=2");

        Assert.Equal((4, 3), (first.GetProperty("total").GetInt32(), second.GetProperty("total").GetInt32()));
        Assert.Equal(1, second.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Every_fault_counts_all_matching_requests()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(new Fault { Nth = 1, Kind = FaultKind.Answer, Status = 429 });
        server.Faults.Add(new Fault { Nth = 2, Kind = FaultKind.Answer, Status = 502 });
        Fault both = server.Faults.Add(new Fault { Every = 2, Count = 1, Kind = FaultKind.Answer, Status = 504 });

        var statuses = new List<int>();
        for (int i = 0; i < 5; i++)
            statuses.Add((int)(await client.SendAsync(HttpMethod.Get, "snapshots")).StatusCode);

        Assert.Equal([429, 502, 200, 504, 200], statuses);
        Assert.Equal((5, 1), (both.Matches, both.Times));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_can_be_cut_off_whether_it_is_followed_or_not(bool follow)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        Uri url = await BuildAsync(server, client, follow);
        string whole = await client.Http.GetStringAsync(new Uri(url, "?"), Cancelled);
        server.Faults.Add(new Fault { Path = "/snapshots/*/build-logs", Kind = FaultKind.CloseDuring });

        (string received, bool isWhole) = await ReadAsync(client, url);

        Assert.False(isWhole);
        Assert.StartsWith(received, whole, StringComparison.Ordinal);
        Assert.InRange(received.Length, 1, whole.Length - 1);
    }

    [Fact]
    public async Task Every_connection_to_a_log_is_cut_after_its_bytes()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        Uri url = await BuildAsync(server, client, follow: true);
        server.Faults.Add(new Fault { Path = "/snapshots/*/build-logs", Kind = FaultKind.CutBody, Bytes = 10 });

        for (int i = 0; i < 2; i++)
        {
            (string received, bool isWhole) = await ReadAsync(client, url);
            Assert.Equal((10, false), (received.Length, isWhole));
        }
    }

    [Fact]
    public async Task A_log_can_be_slow_missing_or_something_else()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { TimeProvider = clock }, Cancelled);
        using var client = new ServerClient(server);
        Task<Uri> built = BuildAsync(server, client, follow: false);
        await AdvanceUntilAsync(built);
        Uri url = await built;
        string whole = await client.Http.GetStringAsync(url, Cancelled);
        const string Path = "/snapshots/*/build-logs";
        server.Faults.Add(new Fault { Path = Path, Nth = 1, Kind = FaultKind.SlowBody, Bytes = 20, Delay = TimeSpan.FromMinutes(1) });
        server.Faults.Add(new Fault { Path = Path, Nth = 2, Kind = FaultKind.EmptyBody });
        server.Faults.Add(new Fault { Path = Path, Nth = 3, Kind = FaultKind.AnswerAfter, Status = 502, Body = "no log" });

        DateTimeOffset before = clock.GetUtcNow();
        Task<string> slow = client.Http.GetStringAsync(url, Cancelled);
        await AdvanceUntilAsync(slow);

        Assert.Equal(whole, await slow);
        Assert.True(clock.GetUtcNow() - before >= TimeSpan.FromMinutes(whole.Length / 20));
        Assert.Empty(await client.Http.GetStringAsync(url, Cancelled));
        using HttpResponseMessage replaced = await client.Http.GetAsync(url, Cancelled);
        Assert.Equal(HttpStatusCode.BadGateway, replaced.StatusCode);
        Assert.Equal("no log", await replaced.Content.ReadAsStringAsync(Cancelled));

        // The server starts to wait on a thread of its own: the clock is moved until it has noticed.
        async Task AdvanceUntilAsync(Task task)
        {
            while (await Task.WhenAny(task, Task.Delay(5, Cancelled)) != task) clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task A_fault_that_can_never_apply_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        Fault[] mistakes =
        [
            new() { Nth = 0 }, new() { Every = 0 }, new() { Count = -1 }, new() { Delay = TimeSpan.FromSeconds(-1) },
            new() { Kind = FaultKind.SlowBody, Bytes = 0 }, new() { Status = 99 }, new() { Kind = (FaultKind)99 },
            new() { Headers = new Dictionary<string, string> { ["X-A"] = "a\nb" } },
            new() { Headers = new Dictionary<string, string> { ["X A"] = "a" } },
        ];

        Assert.All(mistakes, fault => Assert.Throws<ArgumentException>(() => server.Faults.Add(fault)));
        Assert.Empty(server.Faults);
    }

    private static async Task<Uri> BuildAsync(LocalServer server, ServerClient client, bool follow)
    {
        JsonElement created = await client.PostAsync(
            "snapshots", new { name = "a", buildInfo = new { dockerfileContent = "FROM alpine:3.20\nRUN echo one\nRUN echo two\n" } });
        await server.WaitForSnapshotAsync("a", static it => it?.State == "active", Cancelled);
        JsonElement answer = await client.GetAsync($"snapshots/{created.GetProperty("id")}/build-logs-url");
        return new Uri(answer.GetProperty("url").GetString() + (follow ? "?follow=true" : ""));
    }

    private static async Task<(string Received, bool IsWhole)> ReadAsync(ServerClient client, Uri url)
    {
        using HttpResponseMessage response = await client.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
        using var received = new MemoryStream();
        byte[] buffer = new byte[4096];
        try
        {
            while (await body.ReadAsync(buffer, Cancelled) is > 0 and int read) received.Write(buffer, 0, read);
            return (System.Text.Encoding.UTF8.GetString(received.ToArray()), true);
        }
        catch (HttpIOException)
        {
            return (System.Text.Encoding.UTF8.GetString(received.ToArray()), false);
        }
    }
}
