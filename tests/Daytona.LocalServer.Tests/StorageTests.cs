using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Daytona.Local.Tests;

public sealed class StorageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Amazons_own_client_puts_lists_and_gets_an_object(bool isChunked)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        JsonElement access = await api.GetAsync("object-storage/push-access");
        using AmazonS3Client client = ClientFor(access);
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        string key = $"{server.DefaultOrganization.Id}/abc/context.tar";

        await client.PutObjectAsync(
            new PutObjectRequest { BucketName = "daytona", Key = key, InputStream = new MemoryStream(content), UseChunkEncoding = isChunked },
            Cancelled);
        ListObjectsV2Response listed = await client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = "daytona", Prefix = $"{server.DefaultOrganization.Id}/abc/" },
            Cancelled);
        GetObjectMetadataResponse head = await client.GetObjectMetadataAsync("daytona", key, Cancelled);
        using GetObjectResponse got = await client.GetObjectAsync("daytona", key, Cancelled);
        using var received = new MemoryStream();
        await got.ResponseStream.CopyToAsync(received, Cancelled);

        Assert.Equal(key, Assert.Single(listed.S3Objects).Key);
        Assert.Equal(content.Length, head.ContentLength);
        Assert.Equal(content, received.ToArray());
        Assert.Equal(content, server.StoredObjects.Single().Content.ToArray());
    }

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD", "hello", null)]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", null)]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "BadDigest")]
    [InlineData("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "hello", null)]
    [InlineData("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "hellO", "XAmzContentSHA256Mismatch")]
    public async Task Bodies_come_in_the_forms_of_other_clients(string payload, string body, string? refusal)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        JsonElement access = await api.GetAsync("object-storage/push-access");
        using HttpRequestMessage request = HandSigned.Put(
            access, $"{server.DefaultOrganization.Id}/a b+c/context.tar", payload, body);

        HttpResponseMessage response = await api.Http.SendAsync(request, Cancelled);

        string answer = await response.Content.ReadAsStringAsync(Cancelled);
        if (refusal is not null) Assert.Contains($"<Code>{refusal}</Code>", answer, StringComparison.Ordinal);
        else Assert.Equal("hello", System.Text.Encoding.UTF8.GetString(server.StoredObjects.Single().Content.Span));
    }

    [Fact]
    public async Task A_large_object_comes_in_parts()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        byte[] content = RandomNumberGenerator.GetBytes(11 * 1024 * 1024);

        await SendInPartsAsync(server, content);

        Assert.EndsWith("-3", server.StoredObjects.Single().ETag, StringComparison.Ordinal);
        Assert.Equal(content, server.StoredObjects.Single().Content.ToArray());
        Assert.Contains(
            server.Requests, static request => request.Target.Contains("partNumber=3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_parts_that_are_too_much_together_the_length_alone_is_kept()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { MaxStoredBytes = 8 * 1024 * 1024 }, Cancelled);

        await SendInPartsAsync(server, new byte[11 * 1024 * 1024]);

        StoredObject stored = server.StoredObjects.Single();
        Assert.Equal((11 * 1024 * 1024, 0), (stored.Length, stored.Content.Length));
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        JsonElement access = await api.GetAsync("object-storage/push-access");
        using AmazonS3Client client = ClientFor(access, secret: "wrong");

        AmazonS3Exception refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            client.PutObjectAsync(
                new PutObjectRequest { BucketName = "daytona", Key = $"{server.DefaultOrganization.Id}/a/context.tar", ContentBody = "x" },
                Cancelled));

        Assert.Equal((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"), (refusal.StatusCode, refusal.ErrorCode));
        Assert.Empty(server.StoredObjects);
    }

    [Fact]
    public async Task A_body_that_is_not_the_one_that_was_signed_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        JsonElement access = await api.GetAsync("object-storage/push-access");
        using AmazonS3Client client = ClientFor(access, new ChangingHandlerFactory());

        AmazonS3Exception refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => client.PutObjectAsync(
            new PutObjectRequest { BucketName = "daytona", Key = $"{server.DefaultOrganization.Id}/a/context.tar", ContentBody = "aaaa", UseChunkEncoding = false },
            Cancelled));

        Assert.Equal("XAmzContentSHA256Mismatch", refusal.ErrorCode);
    }

    [Theory]
    [InlineData("other/a/context.tar")]
    [InlineData("context.tar")]
    public async Task Credentials_are_good_for_ones_own_keys_alone(string key)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        using AmazonS3Client client = ClientFor(await api.GetAsync("object-storage/push-access"));

        AmazonS3Exception put = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            client.PutObjectAsync(
                new PutObjectRequest { BucketName = "daytona", Key = key, ContentBody = "x" }, Cancelled));
        AmazonS3Exception list = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "daytona", Prefix = "" }, Cancelled));

        Assert.Equal(("AccessDenied", "AccessDenied"), (put.ErrorCode, list.ErrorCode));
    }

    private static async Task SendInPartsAsync(LocalServer server, byte[] content)
    {
        using var api = new ServerClient(server);
        using AmazonS3Client client = ClientFor(await api.GetAsync("object-storage/push-access"));
        using var transfer = new Amazon.S3.Transfer.TransferUtility(
            client, new Amazon.S3.Transfer.TransferUtilityConfig { MinSizeBeforePartUpload = 5 * 1024 * 1024 });
        var request = new Amazon.S3.Transfer.TransferUtilityUploadRequest
        {
            BucketName = "daytona",
            Key = $"{server.DefaultOrganization.Id}/big/context.tar",
            InputStream = new MemoryStream(content),
            PartSize = 5 * 1024 * 1024,
        };
        await transfer.UploadAsync(request, Cancelled);
    }

    private static AmazonS3Client ClientFor(
        JsonElement access, HttpClientFactory? factory = null, string? secret = null) => new(
        new SessionAWSCredentials(
            access.GetProperty("accessKey").GetString(),
            secret ?? access.GetProperty("secret").GetString(),
            access.GetProperty("sessionToken").GetString()),
        new AmazonS3Config
        {
            ServiceURL = access.GetProperty("storageUrl").GetString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            HttpClientFactory = factory,
        });

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
