using System.Net;
using System.Text.Json;

namespace Daytona.Local.Tests;

public sealed class FaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fault_happens_to_the_nth_request_that_it_matches()
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
    public async Task Bodies_are_emptied_halved_or_replaced_by_a_page()
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
    public async Task The_usual_limiter_names_its_time_in_a_header_of_its_own()
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
    public async Task Someone_else_may_act_while_a_listing_runs()
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
}
