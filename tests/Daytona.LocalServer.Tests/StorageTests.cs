using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace Daytona.Local.Tests;

public sealed class StorageTests
{
    private const string Chunked = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_AWS_SDK_puts_lists_and_gets_an_object(bool isChunked)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using AmazonS3Client client = StorageClient.Create(await AccessAsync(server));
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        string key = $"{server.DefaultOrganization.Id}/abc/context.tar";
        server.StoreObject($"{server.DefaultOrganization.Id}/other", default);

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
        Assert.Equal(content, server.StoredObjects[0].Content.ToArray());
    }

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD", "hello", null)]
    [InlineData(Chunked, "3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", null)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\n\r\n", null)]
    [InlineData("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "hello", null)]
    [InlineData(Chunked, "no chunk\r\n", "InvalidRequest")]
    [InlineData(Chunked, "5\r\nhel", "IncompleteBody")]
    public async Task Bodies_of_other_clients_are_accepted(string payload, string body, string? refusal)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);

        string answer = await SendAsync(
            server, HttpMethod.Put, $"/daytona/{server.DefaultOrganization.Id}/a%20b%2Bc/context.tar", body, payload);

        if (refusal is not null) Assert.Contains($"<Code>{refusal}</Code>", answer, StringComparison.Ordinal);
        else Assert.Equal("hello", Encoding.UTF8.GetString(Assert.Single(server.StoredObjects).Content.Span));
    }

    [Theory]
    [InlineData(long.MaxValue, 11 * 1024 * 1024)]
    [InlineData(8 * 1024 * 1024, 0)]
    public async Task A_large_object_is_uploaded_in_parts(long keep, int kept)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { MaxStoredBytes = keep }, Cancelled);
        using AmazonS3Client client = StorageClient.Create(await AccessAsync(server));
        byte[] content = RandomNumberGenerator.GetBytes(11 * 1024 * 1024);
        using var transfer = new TransferUtility(client, new TransferUtilityConfig { MinSizeBeforePartUpload = 5 * 1024 * 1024 });

        await transfer.UploadAsync(
            new TransferUtilityUploadRequest
            {
                BucketName = "daytona", Key = $"{server.DefaultOrganization.Id}/big/context.tar",
                InputStream = new MemoryStream(content), PartSize = 5 * 1024 * 1024,
            },
            Cancelled);

        StoredObject stored = Assert.Single(server.StoredObjects);
        Assert.EndsWith("-3", stored.ETag, StringComparison.Ordinal);
        Assert.Equal(content.Length, stored.Length);
        Assert.Equal(content[..kept], stored.Content.ToArray());
    }

    [Fact]
    public async Task An_oversized_object_still_has_its_length()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { MaxStoredBytes = 4 }, Cancelled);
        using AmazonS3Client client = StorageClient.Create(await AccessAsync(server));
        string key = $"{server.DefaultOrganization.Id}/a/context.tar";

        await client.PutObjectAsync(
            new PutObjectRequest { BucketName = "daytona", Key = key, ContentBody = "hello" }, Cancelled);
        GetObjectMetadataResponse head = await client.GetObjectMetadataAsync("daytona", key, Cancelled);

        Assert.Equal(5, head.ContentLength);
        await Assert.ThrowsAsync<AmazonS3Exception>(() => client.GetObjectAsync("daytona", key, Cancelled));
    }

    [Theory]
    [InlineData(new int[0], "MalformedXML")]
    [InlineData(new[] { 2, 1 }, "InvalidPartOrder")]
    [InlineData(new[] { 1, 3 }, "InvalidPart")]
    [InlineData(new[] { 1, 2 }, null)]
    public async Task Parts_are_assembled_in_the_order_given(int[] numbers, string? refusal)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using AmazonS3Client client = StorageClient.Create(await AccessAsync(server));
        string key = $"{server.DefaultOrganization.Id}/a/context.tar";
        string upload = (await client.InitiateMultipartUploadAsync("daytona", key, Cancelled)).UploadId;
        var tags = new Dictionary<int, string> { [3] = "\"none\"" };
        foreach (int number in (int[])[1, 2])
        {
            UploadPartResponse part = await client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = "daytona", Key = key, UploadId = upload, PartNumber = number,
                    InputStream = new MemoryStream([(byte)('0' + number)]),
                },
                Cancelled);
            tags[number] = part.ETag;
        }

        string parts = string.Concat(numbers.Select(
            number => $"<Part><PartNumber>{number}</PartNumber><ETag>{tags[number]}</ETag></Part>"));
        string answer = await SendAsync(
            server, HttpMethod.Post, $"/daytona/{key}?uploadId={upload}", $"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");

        if (refusal is not null) Assert.Contains($"<Code>{refusal}</Code>", answer, StringComparison.Ordinal);
        else Assert.Equal("12"u8.ToArray(), Assert.Single(server.StoredObjects).Content.ToArray());
    }

    [Theory]
    [InlineData("GET", "/daytona/other/a/context.tar", "AccessDenied")]
    [InlineData("PUT", "/daytona/context.tar", "AccessDenied")]
    [InlineData("GET", "/daytona?list-type=2&prefix=", "AccessDenied")]
    [InlineData("GET", "/daytona/{own}/a?uploadId=1", "AccessDenied")]
    [InlineData("DELETE", "/daytona/{own}/a", "AccessDenied")]
    [InlineData("GET", "/daytona/{own}/b", "NoSuchKey")]
    [InlineData("GET", "/else/a", "NoSuchBucket")]
    public async Task Credentials_only_put_and_get_keys_of_the_organization(string method, string target, string refusal)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        string own = server.DefaultOrganization.Id;
        server.StoreObject($"{own}/a", new byte[3]);

        string answer = await SendAsync(
            server, new HttpMethod(method), target.Replace("{own}", own, StringComparison.Ordinal), method == "PUT" ? "x" : null);

        Assert.Contains($"<Code>{refusal}</Code>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer dtn_key", "AccessDenied")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x", "InvalidAccessKeyId")]
    public async Task Unknown_credentials_are_refused(string authorization, string refusal)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using HttpResponseMessage response = await http.GetAsync(new Uri(server.StorageUrl, "/daytona/a"), Cancelled);

        Assert.Contains(
            $"<Code>{refusal}</Code>", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AccessAsync(LocalServer server)
    {
        using var api = new ServerClient(server);
        return await api.GetAsync("object-storage/push-access");
    }

    private static async Task<string> SendAsync(
        LocalServer server, HttpMethod method, string target, string? body, string payload = "UNSIGNED-PAYLOAD")
    {
        using var http = new HttpClient();
        using HttpRequestMessage request = StorageClient.Request(await AccessAsync(server), method, target, body, payload);
        using HttpResponseMessage response = await http.SendAsync(request, Cancelled);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }
}
