using Amazon.Runtime;
using Amazon.S3;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>Temporary credentials for the service's object storage, as the service sends them.</summary>
internal sealed class StorageAccess
{
    public required string AccessKey { get; init; }

    public required string Secret { get; init; }

    /// <summary>The token of the temporary credentials; null or empty from a storage whose keys need none.</summary>
    public string? SessionToken { get; init; }

    public required Uri StorageUrl { get; init; }

    public required string OrganizationId { get; init; }

    public required string Bucket { get; init; }

    /// <summary>The storage's region, or null from older servers.</summary>
    public string? Region { get; init; }
}

/// <summary>Creates the S3 client for the service's object storage.</summary>
internal static class StorageClient
{
    /// <summary>An S3 client with a storage's credentials, and with the proxy and certificates of the options.</summary>
    public static AmazonS3Client Create(StorageAccess access, DaytonaClientOptions options)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = access.StorageUrl.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = string.IsNullOrEmpty(access.Region) ? "us-east-1" : access.Region,
            // The newer checksums are not understood by every storage that speaks S3.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
#if NET
        config.HttpClientFactory = new Connections(options);
#else
        // The SDK's connections of .NET Framework know no certificate check but the process's own, which other code uses too.
        if (options.SkipCertificateCheck && access.StorageUrl.Scheme == Uri.UriSchemeHttps)
        {
            throw new DaytonaConnectionException("On .NET Framework, the certificate of the object storage can't be left unchecked.")
            {
                Failure = ConnectionFailure.Tls,
            };
        }

        if (options.NoProxy) config.SetWebProxy(new System.Net.WebProxy());
        else if (options.Proxy is { } proxy)
        {
            config.SetWebProxy(new System.Net.WebProxy(proxy) { Credentials = new Http.ServiceProxy(options).Credentials });
        }
#endif
        // A storage without temporary credentials returns plain keys without a token.
        return new AmazonS3Client(
            string.IsNullOrEmpty(access.SessionToken)
                ? new BasicAWSCredentials(access.AccessKey, access.Secret)
                : new SessionAWSCredentials(access.AccessKey, access.Secret, access.SessionToken),
            config);
    }

#if NET
    private sealed class Connections(DaytonaClientOptions options) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            Http.HttpConnections.Create(new Http.ServiceProxy(options), options);
    }
#endif
}
