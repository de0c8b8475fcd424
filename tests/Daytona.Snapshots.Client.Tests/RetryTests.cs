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
        Server.Faults.Add(new Fault { Method = "GET", Kind = FaultKind.Answer, Status = status, Every = 2 });
        Server.Faults.Add(new Fault { Method = "DELETE", Kind = FaultKind.Answer, Status = status, Count = 1 });
        DaytonaClient client = Connect(time: new HurriedClock());
        await client.Regions.ListAsync(Cancelled);

        await client.Snapshots.FindAsync("it", Cancelled);
        await client.Snapshots.RemoveAsync((await client.Snapshots.FindAsync("it", Cancelled))!, cancellationToken: Cancelled);

        Assert.NotEqual("active", there.State);
    }

    [Fact]
    public async Task An_outage_at_the_first_request_is_waited_out_for_some_seconds()
    {
        var clock = new HurriedClock();
        Server.Options.Maintenance = true;

        await Assert.ThrowsAsync<DaytonaApiException>(() => Connect(time: clock).Regions.ListAsync(Cancelled));

        Assert.InRange(Sum(clock), 2, 7);
    }

    [Fact]
    public async Task A_later_outage_is_waited_out_for_half_a_minute()
    {
        var clock = new HurriedClock();
        var observer = new RecordingObserver();
        DaytonaClient client = Connect(time: clock).ObservedBy(observer);
        await client.Regions.ListAsync(Cancelled);
        Server.Options.Maintenance = true;

        await Assert.ThrowsAsync<DaytonaApiException>(() => client.Regions.ListAsync(Cancelled));

        Assert.InRange(Sum(clock), 22, 30);
        Assert.Equal("The service responded with 503. Retrying for up to 30 s.", Assert.Single(observer.Warnings.Distinct()));
    }

    [Fact]
    public async Task A_service_that_was_never_there_is_reported_at_once()
    {
        var clock = new HurriedClock();
        Uri url = await ClosedAsync();

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => Connect(new DaytonaClientOptions { ApiUrl = url, Credential = new Secret("dtn_key") }, clock).Regions.ListAsync(Cancelled));

        Assert.Equal(ConnectionFailure.Refused, error.Failure);
        Assert.Empty(clock.Waits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_restarts_is_waited_for(bool creates)
    {
        int port = Server.ApiUrl.Port;
        DaytonaClient client = Connect(time: new AcceleratedClock(20));
        await client.Regions.ListAsync(Cancelled);
        await Server.DisposeAsync();

        Task request = creates ? client.Snapshots.SubmitAsync(FromAlpine("a"), Cancelled) : client.Regions.ListAsync(Cancelled);
        await Task.Delay(TimeSpan.FromMilliseconds(100), Cancelled);
        await using LocalServer restarted = await LocalServer.StartAsync(new LocalServerOptions { Port = port, ApiKey = Server.ApiKey }, Cancelled);

        await request;
        if (creates) Assert.Single(restarted.Snapshots);
    }

    [Fact]
    public async Task A_failure_of_a_read_that_worked_before_is_waited_out()
    {
        Server.AddSnapshot("it");
        DaytonaClient client = Connect(time: new HurriedClock());
        await client.Snapshots.FindAsync("it", Cancelled);
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = 500, Count = 2 });

        Assert.NotNull(await client.Snapshots.FindAsync("it", Cancelled));
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
    public async Task Every_retry_is_reported()
    {
        var observer = new RecordingObserver();
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = 502, Count = 2 });

        await Connect(time: new HurriedClock()).ObservedBy(observer).Regions.ListAsync(Cancelled);

        Assert.Equal(3, observer.Requests.Count);
        Assert.Equal(2, observer.Notices.Count);
        Assert.All(observer.Notices, static notice => Assert.Matches(@"^The service responded with 502\. Retrying in [0-9.]+ s\.$", notice));
    }

    private static double Sum(HurriedClock clock) => clock.Waits.Sum(static wait => wait.TotalSeconds);

    private static async Task<Uri> ClosedAsync()
    {
        await using LocalServer closed = await LocalServer.StartAsync(cancellationToken: Cancelled);
        return closed.ApiUrl;
    }
}
