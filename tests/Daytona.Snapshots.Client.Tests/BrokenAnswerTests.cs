namespace Daytona.Snapshots.Client.Tests;

public sealed class BrokenAnswerTests : ClientTest
{
    [Theory]
    [InlineData(FaultKind.HtmlPage, ConnectionFailure.NotDaytona)]
    [InlineData(FaultKind.Redirect, ConnectionFailure.Redirected)]
    public async Task A_server_that_is_not_Daytona_is_reported_without_retries(FaultKind kind, ConnectionFailure failure)
    {
        Server.Faults.Add(new Fault { Kind = kind });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(() => Connect().Regions.ListAsync(Cancelled));

        Assert.Equal(failure, error.Failure);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("{\"status\":\"ok\"}")]
    [InlineData("[1]")]
    [InlineData("\"hello\"")]
    public async Task JSON_without_snapshots_is_unexpected(string body)
    {
        Server.Faults.Add(new Fault { Kind = FaultKind.Answer, Status = 200, Body = body });
        using DaytonaClient client = Connect(time: new HurriedClock());

        await Assert.ThrowsAsync<UnexpectedResponseException>(() => EndpointsOf(client).GetPageAsync(Cancelled));
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.Snapshots.FindAsync("a", Cancelled));
    }

    [Theory]
    [InlineData(FaultKind.HalfJson)]
    [InlineData(FaultKind.EmptyBody)]
    [InlineData(FaultKind.CloseBefore)]
    [InlineData(FaultKind.CloseDuring)]
    [InlineData(FaultKind.CloseAfter)]
    public async Task A_GET_that_breaks_off_is_retried(FaultKind kind)
    {
        Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Kind = kind, Count = 2 });

        Snapshot? snapshot = await Connect(time: new HurriedClock()).Snapshots.FindAsync("it", Cancelled);

        Assert.Equal("it", snapshot?.Name);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task A_response_that_always_breaks_off_is_an_error()
    {
        Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Kind = FaultKind.HalfJson });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => Connect(time: new HurriedClock()).Snapshots.FindAsync("it", Cancelled));

        Assert.Equal(ConnectionFailure.Broken, error.Failure);
        Assert.InRange(Server.Requests.Count, 5, 20);
    }

    [Fact]
    public async Task A_damaged_body_is_read_again_in_every_encoding()
    {
        Server.AddSnapshot("it");
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer,
            Status = 200,
            Body = "this is not what gzip writes",
            Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" },
            Count = 2,
        });

        Snapshot? snapshot = await Connect(time: new HurriedClock()).Snapshots.FindAsync("it", Cancelled);

        Assert.Equal("it", snapshot?.Name);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task Canceling_ends_a_response_whose_body_never_arrives(int status)
    {
        Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Kind = FaultKind.SlowBody, Status = status, Bytes = 10, Delay = TimeSpan.FromHours(1) });
        using var stop = new CancellationTokenSource();

        Task reading = Connect().Snapshots.FindAsync("it", stop.Token);
        await Server.WaitForRequestAsync(static _ => true, Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_response_with_a_wrong_content_type_is_still_read()
    {
        Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Kind = FaultKind.WrongContentType });

        Assert.Equal("it", (await Connect().Snapshots.FindAsync("it", Cancelled))?.Name);
    }

    [Fact]
    public async Task An_HTML_page_does_not_count_as_a_removal()
    {
        LocalSnapshot there = Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Method = "DELETE", Kind = FaultKind.HtmlPage });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => EndpointsOf(Connect()).RemoveAsync(there.Id.ToString(), Cancelled));

        Assert.Equal(ConnectionFailure.NotDaytona, error.Failure);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task A_redirect_is_never_followed(string method)
    {
        await using LocalServer elsewhere = await LocalServer.StartAsync(null, Cancelled);
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Redirect,
            Status = 307,
            Headers = new Dictionary<string, string> { ["Location"] = elsewhere.ApiUrl + "/snapshots" },
        });
        using DaytonaClient client = Connect();

        await Assert.ThrowsAsync<DaytonaConnectionException>(() => method switch
        {
            "GET" => client.Snapshots.FindAsync("a", Cancelled),
            "DELETE" => EndpointsOf(client).RemoveAsync("a", Cancelled),
            _ => (Task)client.Snapshots.SubmitAsync(FromAlpine("a"), Cancelled),
        });

        Assert.Single(Server.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Only_a_404_of_the_service_means_a_missing_snapshot()
    {
        Server.Faults.Add(new Fault { Nth = 1, Kind = FaultKind.HtmlPage, Status = 404 });
        Server.Faults.Add(new Fault
        {
            Nth = 2, Kind = FaultKind.Answer, Status = 404, Body = """{"statusCode":404,"message":"Cannot GET /wrong/snapshots/a"}""",
        });
        using DaytonaClient client = Connect();

        await Assert.ThrowsAsync<DaytonaApiException>(() => client.Snapshots.FindAsync("a", Cancelled));
        await Assert.ThrowsAsync<DaytonaApiException>(() => client.Snapshots.FindAsync("a", Cancelled));
        Assert.Null(await client.Snapshots.FindAsync("a", Cancelled));
    }
}
