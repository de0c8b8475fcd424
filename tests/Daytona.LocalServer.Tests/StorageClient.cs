using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;

namespace Daytona.Local.Tests;

/// <summary>Requests to the storage with the credentials of push access: Amazon's own client's, and plain ones.</summary>
internal static class StorageClient
{
    public static AmazonS3Client Create(JsonElement access) => new(
        new SessionAWSCredentials(
            access.GetProperty("accessKey").GetString(),
            access.GetProperty("secret").GetString(),
            access.GetProperty("sessionToken").GetString()),
        new AmazonS3Config
        {
            ServiceURL = access.GetProperty("storageUrl").GetString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });

    public static HttpRequestMessage Request(
        JsonElement access, HttpMethod method, string target, string? body = null, string payload = "UNSIGNED-PAYLOAD")
    {
        var request = new HttpRequestMessage(method, new Uri(access.GetProperty("storageUrl").GetString() + target));
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={access.GetProperty("accessKey")}/20261124/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x");
        request.Headers.Add("x-amz-security-token", access.GetProperty("sessionToken").GetString());
        request.Headers.Add("x-amz-content-sha256", payload);
        return request;
    }
}
