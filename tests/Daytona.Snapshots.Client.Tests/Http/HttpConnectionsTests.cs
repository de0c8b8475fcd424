namespace Daytona.Snapshots.Client.Tests.Http;

public sealed class HttpConnectionsTests
{
    private static readonly DaytonaClientOptions Options = new() { Credential = new Secret("dtn_key") };

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_request_whose_connection_closes_is_sent_once(string method)
    {
        await using var server = new RawServer(static _ => null);
        using HttpClient client = HttpConnections.Create(new ServiceProxy(Options), Options);
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Url);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Contains("Content-Length: 0", Assert.Single(server.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_request_on_a_kept_connection_is_sent_once(string method)
    {
        await using var server = new RawServer(static number => number == 1 ? RawServer.Json("200 OK", "{}") : null);
        using HttpClient client = HttpConnections.Create(new ServiceProxy(Options), Options);
        await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Url);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(2, server.Heads.Count);
    }
}
