using Microsoft.AspNetCore.Http;

namespace Daytona.Snapshots.Client.Tests.Contexts;

public sealed class StorageAccessTests : ClientTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"eu-west-3\"", "eu-west-3")]
    [InlineData("null", "us-east-1")]
    public async Task Requests_are_signed_for_the_region_of_the_storage(string region, string inScope)
    {
        ServerRequest upload = await UploadAsync("\"sessionToken\":\"t\",\"region\":" + region);

        Assert.Contains($"/{inScope}/s3/aws4_request", upload.Headers["Authorization"], StringComparison.Ordinal);
        // Neither chunks nor checksums of newer kinds, which not every storage understands.
        Assert.DoesNotContain(upload.Headers.Keys, static name => name.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase));
        Assert.False(upload.Headers.ContainsKey("Content-Encoding"));
    }

    [Theory]
    [InlineData("\"sessionToken\":\"\"")]
    [InlineData("\"sessionToken\":null")]
    public async Task Plain_keys_without_a_session_token_are_used(string field)
    {
        ServerRequest upload = await UploadAsync(field);

        Assert.False(upload.Headers.ContainsKey("x-amz-security-token"));
    }

    [Theory]
    [InlineData("{}", "accessKey")]
    [InlineData("{\"accessKey\":\"a\"}", "secret")]
    [InlineData("{\"accessKey\":\"a\",\"secret\":\"s\",\"storageUrl\":\"nowhere\"}", "storageUrl")]
    [InlineData("{\"accessKey\":\"a\",\"secret\":\"s\",\"storageUrl\":\"http://localhost\"}", "organizationId")]
    [InlineData("{\"accessKey\":\"a\",\"secret\":\"s\",\"storageUrl\":\"http://localhost\",\"organizationId\":\"o\",\"bucket\":\"\"}", "bucket")]
    public async Task An_incomplete_answer_is_an_error_with_the_field(string answer, string field)
    {
        await using TestServer server = await TestServer.StartAsync();
        server.OnJson("/api/object-storage/push-access", 200, answer);

        DaytonaException error = await Assert.ThrowsAnyAsync<DaytonaException>(() => UploadAsync(server));

        Assert.Contains($"'{field}'", error.Message, StringComparison.Ordinal);
    }

    private async Task<ServerRequest> UploadAsync(string fields)
    {
        await using TestServer server = await TestServer.StartAsync();
        server.OnJson("/api/object-storage/push-access", 200, $$"""
            {"accessKey":"a","secret":"s","storageUrl":"{{server.Url}}","organizationId":"o","bucket":"b",{{fields}}}
            """);
        server.On("/b/", static async context =>
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync("<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>");
        });
        string hash = await BuildContext.ReadAll(Copy(), Cancelled).Single().ComputeHashAsync(cancellationToken: Cancelled);
        server.On($"/b/o/{hash}/context.tar", static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.Headers.ETag = "\"0123456789abcdef0123456789abcdef\"";
        });

        await UploadAsync(server);
        return server.Requests.Single(it => it.Path.EndsWith("context.tar", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> UploadAsync(TestServer server) =>
        Connect(new DaytonaClientOptions { ApiUrl = new Uri(server.Url, "api"), Credential = new Secret("k"), UseNotifications = false })
            .UploadContextsAsync(Copy(), cancellationToken: Cancelled);

    private Image Copy()
    {
        _folder.With("app/a", "1").With("Dockerfile", "FROM x:1\nCOPY app /app\n");
        return Image.FromDockerfile("Dockerfile", _folder.Path);
    }
}
