namespace Daytona.Snapshots.Client.Tests.Http;

public sealed class OperationTimeoutTests
{
    private readonly HurriedClock _clock = new();
    private readonly RecordingObserver _observer = new();

    [Theory]
    [InlineData("1")]
    [InlineData("17")]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task An_endless_rate_limit_ends_at_the_timeout(string retryAfter)
    {
        await using var server = new RawServer(_ =>
            RawServer.Json("429 Too Many Requests", "{}", $"Retry-After: {retryAfter}\r\nDate: Sat, 01 Aug 2026 12:00:00 GMT\r\n"));

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => GetRegionsAsync(server.Url));

        Assert.Equal(ApiErrorReason.RateLimited, error.Reason);
        Assert.InRange(_clock.Waits.Aggregate(TimeSpan.Zero, static (sum, wait) => sum + wait), TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_long_pause_is_one_warning()
    {
        await using var server = new RawServer(static number => number <= 1
            ? RawServer.Json("429 Too Many Requests", "{}", "Retry-After: 60\r\n")
            : RawServer.Json("200 OK", "[]"));

        await GetRegionsAsync(server.Url);

        Assert.Contains("Waiting 60 s", Assert.Single(_observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_pause_is_a_verbose_message()
    {
        await using var server = new RawServer(static number => number <= 1
            ? RawServer.Json("429 Too Many Requests", "{}", "Retry-After: 2\r\n")
            : RawServer.Json("200 OK", "[]"));

        await GetRegionsAsync(server.Url);

        Assert.Empty(_observer.Warnings);
        Assert.Contains("Waiting 2 s", Assert.Single(_observer.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v2.0.1", ConnectionFailure.UnsupportedApi)]
    [InlineData("v0.190.0", ConnectionFailure.NotDaytona)]
    [InlineData("next", ConnectionFailure.NotDaytona)]
    public async Task A_Daytona_v2_response_is_reported_as_another_API(string version, ConnectionFailure failure)
    {
        await using var server = new RawServer(_ =>
            $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Daytona-Api-Version: {version}\r\nContent-Length: 0\r\n\r\n");

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(() => GetRegionsAsync(server.Url));

        Assert.Equal(failure, error.Failure);
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_Daytona_v2_URL()
    {
        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => GetRegionsAsync(new Uri("https://api.daytona.com")));

        Assert.Equal(ConnectionFailure.UnsupportedApi, error.Failure);
        Assert.Empty(_observer.Requests);
    }

    private async Task<IReadOnlyList<Region>> GetRegionsAsync(Uri url)
    {
        using var client = new DaytonaClient(new DaytonaClientOptions { ApiUrl = url, Credential = new Secret("dtn_key") }, _clock);
        return await client.ObservedBy(_observer).Regions.ListAsync(TestContext.Current.CancellationToken);
    }
}
