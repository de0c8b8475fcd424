namespace Daytona.Snapshots.Client.Tests;

public sealed class RateLimitTests : ClientTest
{
    [Fact]
    public async Task A_rate_limited_request_waits_as_the_header_of_its_limit_says()
    {
        var clock = new HurriedClock();
        Server.Faults.Add(Fault.RateLimited(seconds: 17, count: 12));

        await Connect(time: clock).Regions.ListAsync(Cancelled);

        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(17), 12), clock.Waits);
        Assert.Equal(13, Server.Requests.Count);
    }

    [Fact]
    public async Task A_rate_limited_creation_is_retried()
    {
        var clock = new HurriedClock();
        Server.Faults.Add(Fault.RateLimited(seconds: 3, count: 1));

        await Connect(time: clock).Snapshots.SubmitAsync(FromAlpine("a"), Cancelled);

        Assert.Equal([TimeSpan.FromSeconds(3)], clock.Waits);
        Assert.Single(Server.Snapshots);
    }

    [Fact]
    public async Task All_requests_of_a_client_wait_together()
    {
        var clock = new TestClock();
        using DaytonaClient client = Connect(time: clock);
        await client.Regions.ListAsync(Cancelled);
        Server.Faults.Add(Fault.RateLimited(seconds: 30, count: 1));

        Task first = client.Regions.ListAsync(Cancelled);
        await clock.SeeAsync(TimeSpan.FromSeconds(30));
        Task[] others = [.. Enumerable.Range(0, 5).Select(_ => client.Regions.ListAsync(Cancelled))];
        foreach (Task _ in others) await clock.SeeAsync(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(2, Server.Requests.Count);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll([first, .. others]);

        Assert.Equal(8, Server.Requests.Count);
    }

    [Fact]
    public async Task Without_a_header_the_waits_grow_and_end()
    {
        var clock = new HurriedClock();
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = 429 });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect(time: clock).Regions.ListAsync(Cancelled));

        Assert.Equal(429, error.StatusCode);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], clock.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_wait_is_reported_and_can_be_canceled()
    {
        var clock = new TestClock();
        var observer = new RecordingObserver();
        using var stop = new CancellationTokenSource();
        Server.Faults.Add(Fault.RateLimited(seconds: 60));

        Task work = Connect(time: clock).ObservedBy(observer).Regions.ListAsync(stop.Token);
        await clock.SeeAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Equal("The service's rate limit is reached. Waiting 60 s.", Assert.Single(observer.Warnings));
    }
}
