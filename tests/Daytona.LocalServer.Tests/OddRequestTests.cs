using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Daytona.Local.Tests;

/// <summary>Requests that no recording has, answered by what the service is made of: Express, JavaScript, Postgres.</summary>
public sealed class OddRequestTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 200)]
    public async Task A_filter_given_twice_is_refused_by_a_server_that_knows_it(bool newer, int status)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Newer = newer }, Cancelled);
        using var client = new ServerClient(server);

        HttpResponseMessage response = await client.SendAsync(
            HttpMethod.Get, "snapshots?sourceSandboxId=a&sourceSandboxId=b");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_NUL_character_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        HttpResponseMessage listed = await client.SendAsync(HttpMethod.Get, "snapshots?name=%00");
        HttpResponseMessage created = await client.SendAsync(
            HttpMethod.Post, "snapshots", new { name = "a", buildInfo = new { dockerfileContent = "FROM a:1\n#\0" } });

        Assert.Equal(
            (HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError),
            (listed.StatusCode, created.StatusCode));
        Assert.Empty(server.Snapshots);
    }

    [Theory]
    [InlineData("%ZZ")]
    [InlineData("a%")]
    [InlineData("%FF")]
    public async Task A_path_that_cannot_be_decoded_is_a_bad_request(string segment)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        var url = new Uri(
            $"{server.ApiUrl}/snapshots/{segment}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        HttpResponseMessage response = await client.Http.GetAsync(url, Cancelled);

        JsonElement answer = await ServerClient.ReadAsync(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($"Failed to decode param '{segment}'", answer.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/api/snapshots/s%C3%A4ge", "säge")]
    [InlineData("/api/snapshots/a%2Fb%3A1", "a/b:1")]
    public async Task An_encoded_name_is_decoded_once(string path, string name)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.AddSnapshot(name);

        JsonElement answer = await client.GetAsync(new Uri(server.ApiUrl, path).ToString());

        Assert.Equal(name, answer.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Text_that_breaks_the_service_is_an_internal_error()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        HttpResponseMessage response = await PostAsync(client, """{"name":"\ud800","imageName":"alpine:3.20"}""", "application/json");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        JsonElement answer = await ServerClient.ReadAsync(response);
        Assert.Equal("An unexpected error occurred.", answer.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_body_is_JSON_only_with_the_exact_content_type()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        const string Body = """{"name":"a","imageName":"alpine:3.20"}""";

        HttpResponseMessage other = await PostAsync(client, Body, "application/jsonx");
        HttpResponseMessage marked = await PostAsync(client, "\uFEFF" + Body, "application/json; charset=utf-8");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (other.StatusCode, marked.StatusCode));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.NotFound)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.NotFound)]
    [InlineData("text/plain", HttpStatusCode.BadRequest)]
    public async Task The_size_limit_of_a_body_is_that_of_its_parser(string contentType, HttpStatusCode status)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        HttpResponseMessage response = await PostAsync(client, new string('x', 102_401), contentType);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_body_may_be_nested_deeply()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        string nested = new string('[', 1000) + new string(']', 1000);

        HttpResponseMessage response = await PostAsync(
            client, $$"""{"name":"a","imageName":"alpine:3.20","x":{{nested}}}""", "application/json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_number_too_large_for_JavaScript_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        HttpResponseMessage response = await PostAsync(
            client, """{"name":"a","imageName":"alpine:3.20","cpu":1e400}""", "application/json");

        JsonElement answer = await ServerClient.ReadAsync(response);
        Assert.Equal("cpu must be a number conforming to the specified constraints", answer.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Fewer_large_requests_are_kept()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        string body = new('x', 100_000);

        await Task.WhenAll(Enumerable.Range(0, 340).Select(_ => PostAsync(client, body, "application/json")));

        Assert.InRange(server.Requests.Count, 330, 336);
        Assert.All(server.Requests, static request => Assert.Equal(100_000, request.Body.Length));
        server.ClearRequests();
        Assert.Empty(server.Requests);
    }

    private static async Task<HttpResponseMessage> PostAsync(ServerClient client, string body, string contentType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await client.Http.PostAsync("snapshots", content, Cancelled);
    }
}
