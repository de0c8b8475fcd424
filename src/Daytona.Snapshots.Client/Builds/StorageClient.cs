using Amazon.Runtime;
using Amazon.S3;

namespace Daytona.Snapshots.Client.Builds;

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
        if (options.NoProxy) config.SetWebProxy(new System.Net.WebProxy());
        else if (options.Proxy is { } proxy) config.SetWebProxy(new System.Net.WebProxy(proxy) { Credentials = options.ProxyCredential });
#endif
        return new AmazonS3Client(CredentialsOf(access), config);
    }

    // A storage without temporary credentials returns plain keys without a token.
    private static AWSCredentials CredentialsOf(StorageAccess access) => string.IsNullOrEmpty(access.SessionToken)
        ? new BasicAWSCredentials(access.AccessKey, access.Secret)
        : new SessionAWSCredentials(access.AccessKey, access.Secret, access.SessionToken);

#if NET
    private sealed class Connections(DaytonaClientOptions options) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            Http.HttpConnections.Create(new Http.ServiceProxy(options), options.SkipCertificateCheck);
    }
#endif
}
