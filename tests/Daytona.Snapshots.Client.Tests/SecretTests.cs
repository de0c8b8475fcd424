using System.Text.Json;
using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Tests;

public sealed class SecretTests : ClientTest
{
    [Fact]
    public void A_secret_is_masked_in_text_and_JSON()
    {
        var secret = new Secret("dtn_hidden");
        var options = new DaytonaClientOptions { Credential = secret };

        string[] seen =
        [
            secret.ToString(), $"{secret}", options.ToString(), JsonConvert.SerializeObject(options),
            System.Text.Json.JsonSerializer.Serialize(options), System.Text.Json.JsonSerializer.Serialize(secret, JsonSerializerOptions.Default),
        ];

        Assert.Equal("***", secret.ToString());
        Assert.All(seen, static text => Assert.DoesNotContain("dtn_hidden", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dtn_hidden\r\nX-Other: 1")]
    [InlineData("dtn_hidden key")]
    [InlineData("dtn_hidden\u00e9")]
    public void An_invalid_secret_is_refused_without_disclosing_it(string value)
    {
        var options = new DaytonaClientOptions { Credential = new Secret(value) };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new DaytonaClient(options));

        Assert.DoesNotContain("dtn_hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_with_equal_values_are_equal()
    {
        Assert.Equal(new Secret("a"), new Secret("a"));
        Assert.NotEqual(new Secret("a"), new Secret("A"));
        Assert.Equal(new Secret("a").GetHashCode(), new Secret("a").GetHashCode());
        Assert.Equal("*** and ***", new Secret("key").Mask("key and key"));
        Assert.Throws<ArgumentException>(static () => new Secret(" "));
    }

    [Fact]
    public async Task Observed_requests_contain_no_secret()
    {
        var observer = new RecordingObserver();
        Server.AddSnapshot("it");
        Server.Faults.Add(new Fault { Nth = 2, Kind = FaultKind.Answer, Status = 503 });
        DaytonaClient client = Connect(time: new HurriedClock()).ObservedBy(observer);

        await EndpointsOf(client).GetPageAsync(Cancelled);
        await client.Snapshots.FindAsync("it", Cancelled);

        Assert.Equal(3, observer.Requests.Count);
        Assert.Matches($"^GET {Server.ApiUrl}/snapshots\\?page=1&limit=200 200 in [0-9]+ ms$", observer.Requests.First());
        Assert.Single(observer.Notices);
        Assert.All(
            observer.Requests.Concat(observer.Notices),
            line => Assert.DoesNotContain(Server.ApiKey, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_credential_that_the_server_repeats_is_masked_in_errors()
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer,
            Status = 400,
            Body = $$"""{"statusCode":400,"message":"malformed header 'Bearer {{Server.ApiKey}}'","code":"{{Server.ApiKey}}"}""",
        });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect().Regions.ListAsync(Cancelled));

        Assert.DoesNotContain(Server.ApiKey, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Server.ApiKey, error.Code, StringComparison.Ordinal);
        Assert.Contains("'Bearer ***'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_a_URL_of_an_error_is_removed()
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer,
            Status = 400,
            Body = """{"statusCode":400,"message":"can't reach http://bob:pa55w@proxy.example:3128"}""",
        });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect().Regions.ListAsync(Cancelled));

        Assert.Contains("http://proxy.example:3128", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55w", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.HtmlPage)]
    [InlineData(FaultKind.HalfJson)]
    [InlineData(FaultKind.CloseDuring)]
    [InlineData(FaultKind.Redirect)]
    public async Task No_failure_discloses_the_credential(FaultKind kind)
    {
        Server.Faults.Add(new Fault { Kind = kind });

        Exception error = await Assert.ThrowsAnyAsync<DaytonaException>(
            () => EndpointsOf(Connect(time: new HurriedClock())).GetPageAsync(Cancelled));

        Assert.DoesNotContain(Server.ApiKey, error.ToString(), StringComparison.Ordinal);
    }
}
