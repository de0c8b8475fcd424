using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Daytona.Local.Tests;

public sealed class FaultCatalogTests
{
    // What cannot be seen in the answer to a GET of the listing.
    private static readonly string[] Unseen = ["request-cut"];

    private const string Listing = "snapshots?limit=3";

    // How long a client waits for a response that does not come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void There_are_more_than_45_faults() => Assert.True(FaultCatalog.Names.Count > 45);

    [Fact]
    public void The_documentation_lists_every_fault()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "local-server.md"));
        Assert.All(FaultCatalog.Names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        foreach (FaultKind kind in Enum.GetValues<FaultKind>().Where(static it => it != FaultKind.Meanwhile))
            Assert.Contains($"`{JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}`", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_fault_is_set_by_its_name_over_HTTP()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        foreach (string name in FaultCatalog.Names)
        {
            using HttpResponseMessage set = await client.Http.PostAsJsonAsync(
                new Uri(server.ApiUrl, "/control/faults"), new { name, method = "PUT", count = 2 }, Cancelled);
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        }

        Assert.Equal(
            FaultCatalog.Names.Select(static name => $"{FaultCatalog.Create(name) with { Method = "PUT", Count = 2 }}"),
            server.Faults.Select(static fault => $"{fault}"));
    }

    [Fact]
    public Task Each_fault_changes_what_a_client_receives() => ForEachAsync(
        FaultCatalog.Names.Where(static name => FaultCatalog.Create(name).Path is null && !Unseen.Contains(name)), async name =>
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 7 }, Cancelled);
        using var client = new ServerClient(server);
        string usual = await ReceiveAsync(client, Listing);
        server.Faults.Add(FaultCatalog.Create(name));

        string spoiled = await ReceiveAsync(client, Listing, Patience);

        Assert.True(usual != spoiled, name);
        server.Faults.Clear();
        Assert.Equal(usual, await ReceiveAsync(client, Listing));
    });

    [Fact]
    public Task Each_fault_of_a_log_affects_the_log() => ForEachAsync(
        ["log-stalls", "log-silent", "log-cut", "log-html", "log-redirect", "log-status-401"], async name =>
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        JsonElement created = await client.PostAsync(
            "snapshots", new { name = "a", buildInfo = new { dockerfileContent = "FROM alpine:3.20\nRUN echo one\n" } });
        await server.WaitForSnapshotAsync("a", static it => it?.State == "active", Cancelled);
        JsonElement log = await client.GetAsync($"snapshots/{created.GetProperty("id")}/build-logs-url");
        string url = log.GetProperty("url").GetString()!;
        string usual = await ReceiveAsync(client, url);
        server.Faults.Add(FaultCatalog.Create(name));

        string spoiled = await ReceiveAsync(client, url, Patience);

        Assert.Contains("echo one", usual, StringComparison.Ordinal);
        Assert.False(spoiled.Contains("echo one", StringComparison.Ordinal), name);
    });

    [Fact]
    public async Task A_refused_channel_fails_at_its_handshake()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        server.Faults.Add(FaultCatalog.Create("channel-refused"));

        Assert.Equal(HttpStatusCode.Forbidden, await SocketClient.FailToOpenAsync(server));
    }

    [Theory]
    [InlineData("totalPages", "null", "\"totalPages\":null")]
    [InlineData("items[0].name", "\"x\"", "\"name\":\"x\"")]
    [InlineData("items[*].cpu", "1.5", "\"cpu\":1.5")]
    [InlineData("**.snapshotRef", "{}", "\"snapshotRef\":{}")]
    public async Task A_field_is_changed_by_its_path(string field, string value, string expected)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 7 }, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(new Fault { Kind = FaultKind.ChangeField, Field = field, Value = value });

        string body = await client.Http.GetStringAsync("snapshots", Cancelled);

        Assert.Contains(expected, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_without_a_value_is_removed()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 7 }, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(FaultCatalog.Create("field-absent") with { Field = "items[1].name" });

        var items = (await client.GetAsync("snapshots")).GetProperty("items");

        Assert.Equal(
            [true, false, true], items.EnumerateArray().Take(3).Select(static it => it.TryGetProperty("name", out _)));
    }

    [Theory]
    [InlineData(null, "1")]
    [InlineData("items..name", "1")]
    [InlineData("name", "nothing")]
    public void A_field_that_cannot_be_changed_is_refused(string? field, string value) =>
        Assert.Throws<ArgumentException>(
            () => new FaultSet().Add(new Fault { Kind = FaultKind.ChangeField, Field = field, Value = value }));

    [Fact]
    public void An_unknown_name_is_refused_with_all_names() => Assert.Contains(
        "html-200", Assert.Throws<ArgumentException>(() => FaultCatalog.Create("nosuch")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_response_can_be_lost_silently_after_the_work()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(FaultCatalog.Create("silence-after") with { Method = "POST", Count = 1 });

        Task<JsonElement> created = client.PostAsync("snapshots", new { name = "a", imageName = "alpine:3.20" });
        await server.WaitForSnapshotAsync("a", static it => it is not null, Cancelled);

        Assert.NotSame(created, await Task.WhenAny(created, Task.Delay(50, Cancelled)));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Compressed_headers_arrive_although_the_body_stalls(string encoding)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 7, Encodings = [encoding] }, Cancelled);
        using var client = new ServerClient(server);
        client.Http.DefaultRequestHeaders.Add("Accept-Encoding", encoding);
        server.Faults.Add(FaultCatalog.Create("headers-only"));

        using HttpResponseMessage response = await client.Http.GetAsync("snapshots", HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_request_is_cut_before_it_is_handled()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.Faults.Add(FaultCatalog.Create("request-cut") with { Method = "POST", Count = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.PostAsync("snapshots", new { name = "a", imageName = "alpine:3.20" }));

        Assert.Null(server.Find("a"));
    }

    [Fact]
    public async Task A_mute_channel_opens_and_sends_nothing()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        server.Faults.Add(FaultCatalog.Create("channel-mute") with { Count = 1 });
        using SocketClient socket = await SocketClient.OpenAsync(server);
        await socket.SendAsync($"40{{\"token\":\"{server.ApiKey}\"}}");

        Task<string> received = socket.ReceiveAsync();
        // Another channel is answered meanwhile.
        using SocketClient other = await SocketClient.JoinAsync(server);

        Assert.False(received.IsCompleted);
    }

    // Side by side, because some wait for a response that does not come.
    private static Task ForEachAsync(IEnumerable<string> names, Func<string, Task> test) => Parallel.ForEachAsync(
        names,
        new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancelled },
        async (name, _) => await test(name));

    /// <summary>All that a client can tell of a response.</summary>
    private static async Task<string> ReceiveAsync(ServerClient client, string path, TimeSpan? patience = null)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        if (patience is { } given) end.CancelAfter(given);
        try
        {
            using HttpResponseMessage response = await client.Http.GetAsync(path, end.Token);
            byte[] body = await response.Content.ReadAsByteArrayAsync(end.Token);
            response.Headers.Date = null;
            return $"{(int)response.StatusCode} {response.Headers}{response.Content.Headers}{body.Length} {Encoding.Latin1.GetString(body)}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return exception.GetType().Name;
        }
    }
}
