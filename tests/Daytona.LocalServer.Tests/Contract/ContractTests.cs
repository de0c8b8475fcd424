using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Daytona.Local.Tests.Contract.Scenarios;

namespace Daytona.Local.Tests.Contract;

/// <summary>
/// Replays the exchanges recorded from the real service, v0.190.0, against the local one. Everything is compared:
/// status, headers, fields and their order, types, values and messages. What has to differ (ids, times, credentials,
/// the registry's host) is compared in its form, and the listings byte by byte.
/// </summary>
public sealed class ContractTests(ITestOutputHelper output)
{
    private const int Recorded = 383;
    private const int Replayed = 376;

    public static TheoryData<string> Files => [.. Recordings.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_server_responds_as_recorded_from_the_real_service(string file)
    {
        Scenario scenario = RecordedScenarios.For(file);
        await scenario.StartAsync();
        await using LocalServer server = scenario.Server;
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var differences = new List<string>();
        foreach ((string key, RecordedExchange? exchange) in Recordings.Blocks(file))
        {
            if (scenario.Excluded.ContainsKey(key)) continue;
            Assert.NotNull(exchange);
            scenario.Before(exchange);
            using HttpResponseMessage response = await SendAsync(client, scenario, exchange);
            string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Learn(scenario, exchange, body);
            var comparison = new ExchangeComparison(exchange, scenario.Words, scenario.IsExact);
            comparison.Compare(response, body);
            differences.AddRange(comparison.Differences.Select(difference => $"[{key}] {difference}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Nearly_all_recorded_exchanges_are_replayed()
    {
        var excluded = new List<string>();
        int recorded = 0;
        foreach (string file in Recordings.Names)
        {
            recorded += Recordings.Blocks(file).Count;
            excluded.AddRange(
                RecordedScenarios.For(file).Excluded.Select(
                    block => $"{file}, {block.Key[..Math.Min(70, block.Key.Length)]}: {block.Value}"));
        }

        output.WriteLine(
            $"{recorded - excluded.Count} of {recorded} recorded blocks are replayed and compared. Not replayed:");
        foreach (string line in excluded) output.WriteLine($"  {line}");
        Assert.Equal((Recorded, Replayed), (recorded, recorded - excluded.Count));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Scenario scenario, RecordedExchange exchange)
    {
        string target = Translate(scenario, exchange.Target);
        // The path goes as it was recorded, and not as the Uri class would write it.
        var url = new Uri(
            scenario.Server.ApiUrl.GetLeftPart(UriPartial.Authority) + target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(exchange.Method), url);
        if (exchange.RequestBody is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Translate(scenario, exchange.RequestBody)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach ((string name, string value) in exchange.RequestHeaders)
        {
            if (name == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(name, Translate(scenario, value));
        }

        if (exchange.Key.StartsWith("dockerfileContent of 120 kB", StringComparison.Ordinal))
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {scenario.Server.ApiKey}");

        // A log that is waited for by the clock gets its time, a second for each look; for all else the clock stands still.
        Task<HttpResponseMessage> sent = client.SendAsync(request, TestContext.Current.CancellationToken);
        bool isLog = exchange.Target.Contains("/build-logs", StringComparison.Ordinal);
        while (isLog && await Task.WhenAny(sent, Task.Delay(50, TestContext.Current.CancellationToken)) != sent)
            scenario.Clock.Advance(TimeSpan.FromSeconds(1));
        return await sent;
    }

    /// <summary>Notes what the recorded id of what was created is here.</summary>
    private static void Learn(Scenario scenario, RecordedExchange exchange, string body)
    {
        if (exchange is not { Method: "POST", Status: 200 or 201 } || !exchange.Body.StartsWith('{') || !body.StartsWith('{'))
            return;
        if (JsonSerializer.Deserialize<JsonElement>(exchange.Body).TryGetProperty("id", out JsonElement recorded)
            && JsonSerializer.Deserialize<JsonElement>(body).TryGetProperty("id", out JsonElement here))
            scenario.Words[recorded.GetString()!] = here.GetString()!;
    }

    private static string Translate(Scenario scenario, string text)
    {
        foreach ((string word, string here) in scenario.Words) text = text.Replace(word, here, StringComparison.Ordinal);
        return text;
    }
}
