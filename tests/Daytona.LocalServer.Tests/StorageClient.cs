using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;

namespace Daytona.Local.Tests;

/// <summary>Amazon's own client, with the credentials of push access.</summary>
internal static class StorageClient
{
    public static AmazonS3Client Create(
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
}
