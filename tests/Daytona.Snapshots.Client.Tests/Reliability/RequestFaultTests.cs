namespace Daytona.Snapshots.Client.Tests.Reliability;

/// <summary>The layer of requests: each fault of the catalog becomes one reason, for each kind of request.</summary>
public sealed class RequestFaultTests : ClientTest
{
    // By the way in which the response is read: JSON, no body, bytes, and a stream whose body comes later.
    private static readonly Dictionary<string, string[]> Reasons = new()
    {
        ["status-400"] = ["InvalidRequest"],
        ["status-401"] = ["CredentialRefused"],
        ["status-402"] = ["Refused"],
        ["status-403"] = ["Forbidden"],
        ["status-404"] = ["NotFound"],
        ["status-405"] = ["Refused"],
        ["status-407"] = ["ProxyAuthenticationRequired"],
        ["status-408"] = ["Refused"],
        ["status-409"] = ["Conflict"],
        ["status-410"] = ["Refused"],
        ["status-413"] = ["InvalidRequest"],
        ["status-418"] = ["Refused"],
        ["status-422"] = ["InvalidRequest"],
        ["status-429"] = ["RateLimited"],
        ["status-500"] = ["ServiceFailed"],
        ["status-501"] = ["ServiceFailed"],
        ["status-502"] = ["ServiceUnavailable"],
        ["status-503"] = ["ServiceUnavailable"],
        ["status-504"] = ["ServiceUnavailable"],
        ["status-520"] = ["ServiceFailed"],
        ["retry-after-seconds"] = ["RateLimited"],
        ["retry-after-zero"] = ["RateLimited"],
        ["retry-after-max"] = ["RateLimited"],
        ["retry-after-overflow"] = ["RateLimited"],
        ["retry-after-negative"] = ["RateLimited"],
        ["retry-after-fraction"] = ["RateLimited"],
        ["retry-after-past-date"] = ["RateLimited"],
        ["retry-after-year-9999"] = ["RateLimited"],
        ["retry-after-garbage"] = ["RateLimited"],
        ["retry-after-empty"] = ["RateLimited"],
        ["retry-after-authenticated"] = ["RateLimited"],
        ["retry-after-authenticated-max"] = ["RateLimited"],
        ["retry-after-503-max"] = ["ServiceUnavailable"],
        ["html-200"] = ["NotDaytona"],
        ["html-502"] = ["ServiceUnavailable"],
        ["body-empty"] = ["Broken", "ok", "ok", "ok"],
        ["json-empty-object"] = ["Unexpected", "ok", "ok", "ok"],
        ["json-empty-array"] = ["Unexpected", "ok", "ok", "ok"],
        ["json-null"] = ["Unexpected", "ok", "ok", "ok"],
        ["json-number"] = ["Unexpected", "ok", "ok", "ok"],
        ["json-string"] = ["Unexpected", "ok", "ok", "ok"],
        ["json-deep"] = ["Unexpected", "ok", "ok", "ok"],
        ["json-garbage"] = ["Unexpected", "ok", "ok", "ok"],
        ["json-truncated"] = ["Broken", "ok", "ok", "ok"],
        ["json-as-text"] = ["ok"],
        ["json-invalid-utf8"] = ["Unexpected", "ok", "ok", "ok"],
        ["body-huge"] = ["ok"],
        ["gzip-damaged"] = ["Broken", "ok", "Broken", "ok"],
        ["nothing-done-200"] = ["Broken", "ok", "ok", "ok"],
        ["nothing-done-204"] = ["Broken", "ok", "ok", "ok"],
        ["reset-before"] = ["Broken"],
        ["reset-after"] = ["Broken"],
        ["reset-during"] = ["Broken", "ok", "Broken", "ok"],
        ["body-cut"] = ["Broken", "ok", "Broken", "ok"],
        ["silence"] = ["Timeout"],
        ["silence-after"] = ["Timeout"],
        ["headers-only"] = ["Timeout", "ok", "Timeout", "ok"],
        ["body-stalls"] = ["Timeout", "ok", "Timeout", "ok"],
        ["body-slow"] = ["Timeout", "ok", "Timeout", "ok"],
        ["redirect-other-host"] = ["Redirected"],
        ["redirect-https-host"] = ["Redirected"],
        ["redirect-plain-http"] = ["Redirected"],
        ["redirect-same-host"] = ["Redirected"],
        ["redirect-loop"] = ["Redirected"],
        ["redirect-nowhere"] = ["Redirected"],
    };

    // The faults of a part of the service or of a field have tests beside those who read them.
    private static readonly string[] OfOthers = ["field-", "total-", "page-", "log-", "channel-", "storage-", "registry-", "toolbox-", "request-cut"];

    // The server sends the headers of a compressed response with its first bytes.
    protected override LocalServerOptions ServerOptions => new() { Encodings = [] };

    public static TheoryData<string> Faults => [.. Reasons.Keys];

    [Fact]
    public void Every_fault_has_a_reason() =>
        Assert.Equal(FaultCatalog.Names.Where(static name => !OfOthers.Any(name.StartsWith)).Order(), Reasons.Keys.Order());

    [Theory, MemberData(nameof(Faults))]
    public async Task A_fault_has_one_reason_in_every_kind_of_request(string fault)
    {
        (string Kind, Func<DaytonaClient, Task> SendAsync, int Reading)[] requests = await RequestsAsync();
        Server.ClearRequests();
        Server.Faults.Add(FaultCatalog.Create(fault) with { Bytes = fault == "body-huge" ? 100_000 : FaultCatalog.Create(fault).Bytes });

        string[] expected = Reasons[fault];
        string ExpectedOf(int reading) => expected[reading % expected.Length];

        string[] reasons = await Task.WhenAll(requests.Select(async it => $"{it.Kind}: {await ReasonOfAsync(it.SendAsync, ExpectedOf(it.Reading) == "Timeout")}"));

        Assert.Equal(requests.Select(it => $"{it.Kind}: {ExpectedOf(it.Reading)}"), reasons);
        // Only a rate limit proves that a change was not begun.
        if (expected[0] != "RateLimited")
            Assert.All(Server.Requests.Where(static it => it.Method is "POST" or "PATCH").GroupBy(static it => it.Path), static sent => Assert.Single(sent));
    }

    [Fact]
    public async Task A_cut_upload_is_a_broken_connection()
    {
        Server.Faults.Add(FaultCatalog.Create("request-cut"));
        DaytonaClient client = Connect(time: new HurriedClock());

        Assert.Equal("Broken", await ReasonOfAsync(() => EndpointsOf(client).CreateAsync(New, Cancelled)));
        Assert.Single(Server.Requests);
    }

    private const string New = """{"name":"new","imageName":"alpine:3.20"}""";

    private async Task<(string Kind, Func<DaytonaClient, Task> SendAsync, int Reading)[]> RequestsAsync()
    {
        Server.AddSnapshot("it");
        string gone = Server.AddSnapshot("gone").Id.ToString(), active = Server.AddSnapshot("active").Id.ToString();
        string inactive = Server.AddSnapshot("inactive", "inactive", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1)).Id.ToString();
        using DaytonaClient client = Connect();
        ContainerRegistry registry = await client.Registries.CreateAsync(
            new CreateRegistryRequest { Name = "team", Url = "https://registry.example.com", Username = "robot", Password = new Secret("x") }, Cancelled);
        var change = new { name = "team", url = "https://registry.example.com", username = "robot", password = "y" };
        return
        [
            ("page", static it => EndpointsOf(it).GetPageAsync(Cancelled), 0),
            ("one", static it => EndpointsOf(it).GetAsync("it", Cancelled), 0),
            ("create", static it => EndpointsOf(it).CreateAsync(New, Cancelled), 0),
            ("activate", it => EndpointsOf(it).ActivateAsync(inactive, Cancelled), 0),
            ("patch", it => it.Session.Api.PatchAsync<ContainerRegistry>($"docker-registry/{registry.Id}", change, Cancelled, new Secret("y")), 0),
            ("deactivate", it => EndpointsOf(it).DeactivateAsync(active, Cancelled), 1),
            ("delete", it => EndpointsOf(it).RemoveAsync(gone, Cancelled), 1),
            ("bytes", static it => it.Session.Api.GetBytesAsync("snapshots/it", Cancelled), 2),
            ("stream", static async it => (await it.Session.Api.OpenAsync(new Uri(it.ApiUrl, "api/snapshots/it"), Cancelled)).Dispose(), 3),
        ];
    }

    /// <param name="sendAsync">Sends the request.</param>
    /// <param name="isSilent">Whether the response never comes, or not the whole of it: the outcome is the same after any time.</param>
    private Task<string> ReasonOfAsync(Func<DaytonaClient, Task> sendAsync, bool isSilent)
    {
        DaytonaClient client = Connect(
            new DaytonaClientOptions
            {
                ApiUrl = Server.ApiUrl,
                Credential = new Secret(Server.ApiKey),
                UseNotifications = false,
                OperationTimeout = isSilent ? TimeSpan.FromSeconds(0.3) : TimeSpan.FromSeconds(60),
            },
            isSilent ? TimeProvider.System : new HurriedClock());
        return ReasonOfAsync(() => sendAsync(client));
    }

    private static async Task<string> ReasonOfAsync(Func<Task> sendAsync)
    {
        try
        {
            await sendAsync();
            return "ok";
        }
        catch (DaytonaApiException exception)
        {
            return exception.Reason.ToString();
        }
        catch (DaytonaConnectionException exception)
        {
            return exception.Failure.ToString();
        }
        catch (UnexpectedResponseException)
        {
            return "Unexpected";
        }
    }
}
