namespace Daytona.Snapshots.Client.Tests;

public sealed class ApiErrorTests : ClientTest
{
    [Fact]
    public async Task A_rejected_request_has_its_status_message_method_and_path()
    {
        Server.AddSnapshot("there");

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => EndpointsOf(Connect()).CreateAsync("""{"name":"there","imageName":"alpine:3.20"}""", Cancelled));

        Assert.Equal((409, "POST", "/api/snapshots"), (error.StatusCode, error.Method, error.Path));
        Assert.Equal("Snapshot with name \"there\" already exists for this organization", error.Message);
        Assert.Null(error.Code);
        Assert.True(error.FromService);
    }

    [Fact]
    public async Task The_error_code_of_a_newer_server_is_kept()
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer,
            Status = 400,
            Body = """{"path":"/api/snapshots","statusCode":400,"error":"Bad Request","message":"no","code":"NAME_INVALID","source":"api"}""",
        });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => Connect().Snapshots.SubmitAsync(FromAlpine("a"), Cancelled));

        Assert.Equal(("NAME_INVALID", "no"), (error.Code, error.Message));
    }

    [Fact]
    public async Task Several_error_messages_become_one()
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer, Status = 400, Body = """{"statusCode":400,"message":["cpu must be a number","disk must be a number"]}""",
        });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => Connect().Regions.ListAsync(Cancelled));

        Assert.Equal("cpu must be a number, disk must be a number", error.Message);
    }

    [Theory]
    [InlineData("""<html><h1>403 Forbidden</h1></html>""", "text/html")]
    [InlineData("", "text/html")]
    [InlineData("{\"detail\":", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("""{"message":{"a":1}}""", "application/json")]
    public async Task An_error_of_a_proxy_has_a_message_and_is_marked_as_such(string body, string type)
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer, Status = 403, Body = body, Headers = new Dictionary<string, string> { ["Content-Type"] = type },
        });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect().Regions.ListAsync(Cancelled));

        Assert.Equal("403 Forbidden", error.Message);
        Assert.False(error.FromService);
    }

    [Fact]
    public async Task A_missing_permission_is_a_403()
    {
        Server.Options.RateLimit = 5;
        using DaytonaClient client = Connect(Server.AddApiKey("read only").Value);
        await client.Regions.ListAsync(Cancelled);

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => client.Snapshots.SubmitAsync(FromAlpine("a"), Cancelled));

        Assert.Equal((403, "Access denied"), (error.StatusCode, error.Message));
    }

    [Fact]
    public async Task An_error_reports_the_wait_of_a_limiter()
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer,
            Status = 400,
            Headers = new Dictionary<string, string> { ["Retry-After-authenticated"] = "42" },
        });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect().Regions.ListAsync(Cancelled));

        Assert.Equal(TimeSpan.FromSeconds(42), error.RetryAfter);
    }

    [Fact]
    public async Task A_server_that_is_down_is_a_refused_connection()
    {
        using DaytonaClient client = Connect(new DaytonaClientOptions
        {
            // The discard port: nothing listens to it.
            ApiUrl = new Uri("http://127.0.0.1:9/api"), Credential = new Secret("dtn_key"),
        });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(() => client.Regions.ListAsync(Cancelled));

        Assert.Equal(ConnectionFailure.Refused, error.Failure);
        Assert.Equal("127.0.0.1:9 does not accept connections.", error.Message);
    }

    [Fact]
    public async Task An_unknown_host_name_is_reported()
    {
        using DaytonaClient client = Connect(new DaytonaClientOptions
        {
            ApiUrl = new Uri("https://nosuchhost.invalid/api"), Credential = new Secret("dtn_key"),
        });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(() => client.Regions.ListAsync(Cancelled));

        Assert.Equal(ConnectionFailure.NameResolution, error.Failure);
        Assert.Equal("The host name nosuchhost.invalid is unknown.", error.Message);
    }

    [Fact]
    public async Task TLS_to_a_plain_http_server_is_reported()
    {
        using DaytonaClient client = Connect(new DaytonaClientOptions
        {
            ApiUrl = new UriBuilder(Server.ApiUrl) { Scheme = "https" }.Uri, Credential = new Secret("dtn_key"),
        });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(() => client.Regions.ListAsync(Cancelled));

        Assert.Equal(ConnectionFailure.NotHttps, error.Failure);
    }

    [Fact]
    public async Task A_late_response_is_a_timeout()
    {
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });
        using DaytonaClient client = Connect(new DaytonaClientOptions
        {
            ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey), RequestTimeout = TimeSpan.FromMilliseconds(50),
        });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(() => client.Regions.ListAsync(Cancelled));

        Assert.Equal(ConnectionFailure.Timeout, error.Failure);
    }

    [Fact]
    public async Task Canceling_ends_a_running_request()
    {
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });
        using var stop = new CancellationTokenSource();

        Task work = Connect().Regions.ListAsync(stop.Token);
        await Server.WaitForRequestAsync(static _ => true, Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        await Server.WaitForRequestAsync(static request => request.IsFinished, Cancelled);
        Assert.Single(Server.Requests);
    }
}
