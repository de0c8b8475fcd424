namespace Daytona.Snapshots.Client.Tests;

public sealed class RetryTests : ClientTest
{
    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Reads_and_removals_are_retried_after_a_short_outage(int status)
    {
        LocalSnapshot there = Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = status, Every = 2 });
        using DaytonaClient client = Connect(time: new HurriedClock());
        await client.Regions.ListAsync(Cancelled);

        await client.Snapshots.FindAsync("it", Cancelled);
        await EndpointsOf(client).RemoveAsync(there.Id.ToString(), Cancelled);

        Assert.Equal((3, 2), (CountOf("GET"), CountOf("DELETE")));
    }

    [Fact]
    public async Task A_request_is_sent_at_most_five_times()
    {
        var clock = new HurriedClock();
        Server.Options.Maintenance = true;

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect(time: clock).Regions.ListAsync(Cancelled));

        Assert.Equal(503, error.StatusCode);
        Assert.Equal(5, Server.Requests.Count);
        Assert.Equal(4, clock.Waits.Count);
    }

    [Fact]
    public async Task A_limit_in_a_retry_reports_the_response_before_it()
    {
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = 503, Count = 1 });
        Server.Faults.Add(new Fault { Kind = FaultKind.Silence });

        var options = new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey), OperationTimeout = TimeSpan.FromSeconds(2) };

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect(options).Regions.ListAsync(Cancelled));

        Assert.Equal(ApiErrorReason.ServiceUnavailable, error.Reason);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task A_refused_request_is_not_retried(int status)
    {
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = status });

        await Assert.ThrowsAsync<DaytonaApiException>(() => Connect(time: new HurriedClock()).Regions.ListAsync(Cancelled));

        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("activate")]
    [InlineData("deactivate")]
    public async Task Changes_are_not_retried(string action)
    {
        LocalSnapshot there = Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Answer, Status = 503 });
        using DaytonaClient client = Connect(time: new HurriedClock());

        await Assert.ThrowsAsync<DaytonaApiException>(() => action == "activate"
            ? EndpointsOf(client).ActivateAsync(there.Id.ToString(), Cancelled)
            : EndpointsOf(client).DeactivateAsync(there.Id.ToString(), Cancelled));

        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_removal_with_a_lost_response_is_retried()
    {
        LocalSnapshot there = Server.AddSnapshot("it");
        Server.Options.RemovalDelay = Timeout.InfiniteTimeSpan;
        Server.Faults.Add(new Fault { Method = "DELETE", Kind = FaultKind.CloseAfter, Count = 1 });

        await EndpointsOf(Connect(time: new HurriedClock())).RemoveAsync(there.Id.ToString(), Cancelled);

        Assert.Equal(2, CountOf("DELETE"));
    }

    [Fact]
    public async Task Every_retry_is_reported()
    {
        var observer = new RecordingObserver();
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = 502, Count = 2 });

        await Connect(time: new HurriedClock()).ObservedBy(observer).Regions.ListAsync(Cancelled);

        Assert.Equal(3, observer.Requests.Count);
        Assert.Collection(
            observer.Notices,
            static first => Assert.Matches(@"^The service responded with 502\. Retrying in [0-9.]+ s \(1 of 4\)\.$", first),
            static second => Assert.Matches(@"\(2 of 4\)\.$", second));
    }
}
