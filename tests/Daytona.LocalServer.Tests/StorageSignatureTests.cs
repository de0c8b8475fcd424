using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Daytona.Local.Tests;

public sealed class StorageSignatureTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        JsonElement access = await api.GetAsync("object-storage/push-access");
        using AmazonS3Client client = StorageClient.Create(access, secret: "wrong");

        AmazonS3Exception refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            client.PutObjectAsync(
                new PutObjectRequest { BucketName = "daytona", Key = $"{server.DefaultOrganization.Id}/a/context.tar", ContentBody = "x" },
                Cancelled));

        Assert.Equal((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"), (refusal.StatusCode, refusal.ErrorCode));
        Assert.Empty(server.StoredObjects);
    }

    [Fact]
    public async Task A_body_that_differs_from_the_signed_one_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        JsonElement access = await api.GetAsync("object-storage/push-access");
        using AmazonS3Client client = StorageClient.Create(access, new ChangingHandlerFactory());

        AmazonS3Exception refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => client.PutObjectAsync(
            new PutObjectRequest { BucketName = "daytona", Key = $"{server.DefaultOrganization.Id}/a/context.tar", ContentBody = "aaaa", UseChunkEncoding = false },
            Cancelled));

        Assert.Equal("XAmzContentSHA256Mismatch", refusal.ErrorCode);
    }

    [Theory]
    [InlineData("other/a/context.tar")]
    [InlineData("context.tar")]
    public async Task Credentials_only_give_access_to_keys_of_the_organization(string key)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        using AmazonS3Client client = StorageClient.Create(await api.GetAsync("object-storage/push-access"));

        AmazonS3Exception put = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            client.PutObjectAsync(
                new PutObjectRequest { BucketName = "daytona", Key = key, ContentBody = "x" }, Cancelled));
        AmazonS3Exception list = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "daytona", Prefix = "" }, Cancelled));

        Assert.Equal(("AccessDenied", "AccessDenied"), (put.ErrorCode, list.ErrorCode));
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 nothing", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a, Credential=b, SignedHeaders=host, Signature=x", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x", "InvalidAccessKeyId")]
    [InlineData("Bearer dtn_key", "AccessDenied")]
    public async Task A_malformed_signature_is_refused(string authorization, string refusal)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.StorageUrl, "/daytona/a"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        HttpResponseMessage response = await http.SendAsync(request, Cancelled);

        Assert.Contains(
            $"<Code>{refusal}</Code>", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uploadId=1", "AccessDenied")]
    [InlineData("uploads=", "AccessDenied")]
    public async Task The_policy_does_not_allow_listing_uploads(string query, string refusal)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        string key = $"{server.DefaultOrganization.Id}/a";
        server.StoreObject(key, new byte[3]);
        using HttpRequestMessage request = HandSigned.Get(
            await api.GetAsync("object-storage/push-access"), key, query);

        HttpResponseMessage response = await api.Http.SendAsync(request, Cancelled);

        Assert.Contains(
            $"<Code>{refusal}</Code>", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    /// <summary>Changes what is sent after it was signed.</summary>
    private sealed class ChangingHandlerFactory : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new ChangingHandler());
    }

    private sealed class ChangingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            body[0] ^= 1;
            var changed = new ByteArrayContent(body);
            foreach (var header in request.Content.Headers)
                changed.Headers.TryAddWithoutValidation(header.Key, header.Value);
            request.Content = changed;
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
