using System.Security.Cryptography;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;

namespace Daytona.Local.Tests;

public sealed class StorageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_AWS_SDK_puts_lists_and_gets_an_object(bool isChunked)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        JsonElement access = await api.GetAsync("object-storage/push-access");
        using AmazonS3Client client = StorageClient.Create(access);
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
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "no chunk\r\n", "InvalidRequest")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "5\r\nhel", "IncompleteBody")]
    public async Task Bodies_of_other_clients_are_accepted(string payload, string body, string? refusal)
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
    public async Task A_large_object_is_uploaded_in_parts()
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
    public async Task Only_the_length_of_an_oversized_multipart_upload_is_kept()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { MaxStoredBytes = 8 * 1024 * 1024 }, Cancelled);

        await SendInPartsAsync(server, new byte[11 * 1024 * 1024]);

        StoredObject stored = server.StoredObjects.Single();
        Assert.Equal((11 * 1024 * 1024, 0), (stored.Length, stored.Content.Length));
    }

    [Fact]
    public async Task A_listing_has_pages_and_groups_common_prefixes()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        using AmazonS3Client client = StorageClient.Create(await api.GetAsync("object-storage/push-access"));
        string own = $"{server.DefaultOrganization.Id}/";
        foreach (string name in (string[])["a/context.tar", "a/other", "b/context.tar", "c"])
            server.StoreObject(own + name, new byte[1]);
        server.StoreObject("other/a/context.tar", new byte[1]);

        var request = new ListObjectsV2Request { BucketName = "daytona", Prefix = own, MaxKeys = 3 };
        ListObjectsV2Response first = await client.ListObjectsV2Async(request, Cancelled);
        request.ContinuationToken = first.NextContinuationToken;
        ListObjectsV2Response second = await client.ListObjectsV2Async(request, Cancelled);
        ListObjectsV2Response folded = await client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = "daytona", Prefix = own, Delimiter = "/" }, Cancelled);
        ListObjectsV2Response none = await client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = "daytona", Prefix = own, MaxKeys = 0 }, Cancelled);

        Assert.Equal(
            ["a/context.tar", "a/other", "b/context.tar", "c"],
            first.S3Objects.Concat(second.S3Objects).Select(it => it.Key[own.Length..]));
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
        Assert.Equal([own + "a/", own + "b/"], folded.CommonPrefixes);
        Assert.Equal([own + "c"], folded.S3Objects.Select(static it => it.Key));
        Assert.Equal(0, none.KeyCount);
    }

    [Theory]
    [InlineData("bytes=2-4", 206, "cde")]
    [InlineData("bytes=7-", 206, "hij")]
    [InlineData("bytes=-2", 206, "ij")]
    [InlineData("bytes=4-100", 206, "efghij")]
    [InlineData("lines=1-2", 200, "abcdefghij")]
    [InlineData("bytes=10-", 416, null)]
    public async Task A_range_of_an_object_can_be_read(string range, int status, string? content)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var api = new ServerClient(server);
        string key = $"{server.DefaultOrganization.Id}/a";
        server.StoreObject(key, "abcdefghij"u8.ToArray());
        using HttpRequestMessage request = HandSigned.Get(await api.GetAsync("object-storage/push-access"), key);
        request.Headers.TryAddWithoutValidation("Range", range);

        HttpResponseMessage response = await api.Http.SendAsync(request, Cancelled);

        Assert.Equal(status, (int)response.StatusCode);
        if (content is not null) Assert.Equal(content, await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task An_oversized_object_still_has_its_length()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { MaxStoredBytes = 4 }, Cancelled);
        using var api = new ServerClient(server);
        using AmazonS3Client client = StorageClient.Create(await api.GetAsync("object-storage/push-access"));
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
        using var api = new ServerClient(server);
        using AmazonS3Client client = StorageClient.Create(await api.GetAsync("object-storage/push-access"));
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
        using HttpRequestMessage request = HandSigned.Post(
            await api.GetAsync("object-storage/push-access"),
            key,
            $"uploadId={upload}",
            $"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
        HttpResponseMessage response = await api.Http.SendAsync(request, Cancelled);

        string answer = await response.Content.ReadAsStringAsync(Cancelled);
        if (refusal is not null) Assert.Contains($"<Code>{refusal}</Code>", answer, StringComparison.Ordinal);
        else Assert.Equal("12"u8.ToArray(), server.StoredObjects.Single().Content.ToArray());
    }

    private static async Task SendInPartsAsync(LocalServer server, byte[] content)
    {
        using var api = new ServerClient(server);
        using AmazonS3Client client = StorageClient.Create(await api.GetAsync("object-storage/push-access"));
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
}
