using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

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

/// <summary>Stores build contexts in the service's object storage, by S3, as long as its temporary credentials are valid.</summary>
internal sealed class StorageClient : IDisposable
{
    private static readonly Regex DigestTag = new("^\"?[0-9a-fA-F]{32}(-[0-9]+)?\"?$", RegexOptions.CultureInvariant);

    private readonly StorageAccess _access;
    private readonly AmazonS3Client _client;

    /// <summary>Connects with a storage's credentials, and with the proxy and certificates of the options.</summary>
    /// <exception cref="DaytonaConnectionException">The storage can't be used.</exception>
    public StorageClient(StorageAccess access, DaytonaClientOptions options)
    {
        if (DaytonaUrl.Validate(access.StorageUrl, options.AllowInsecure) is { } problem)
        {
            throw new DaytonaConnectionException(ConnectionFailure.InsecureUrl, "The service's storage can't be used. " + problem);
        }

        _access = access;
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
            throw new DaytonaConnectionException(ConnectionFailure.Tls, "On .NET Framework, the certificate of the object storage can't be left unchecked.");
        }

        if (options.NoProxy) config.SetWebProxy(new WebProxy());
        else if (options.Proxy is { } proxy) config.SetWebProxy(new WebProxy(proxy) { Credentials = new Http.ServiceProxy(options).Credentials });
#endif
        // A storage without temporary credentials returns plain keys without a token.
        _client = new AmazonS3Client(
            string.IsNullOrEmpty(access.SessionToken)
                ? new BasicAWSCredentials(access.AccessKey, access.Secret)
                : new SessionAWSCredentials(access.AccessKey, access.Secret, access.SessionToken),
            config);
    }

    /// <summary>The host, with its port unless that is the default.</summary>
    public string Host => _access.StorageUrl.Authority;

    /// <summary>Whether the storage refuses a request because its credentials have expired.</summary>
    public static bool HasExpired(Exception exception) => exception is AmazonS3Exception
    {
        ErrorCode: "ExpiredToken" or "TokenRefreshRequired" or "RequestExpired"
            // MinIO forgets expired credentials, or calls their token invalid.
            or "InvalidAccessKeyId" or "InvalidTokenId",
    };

    /// <summary>Sends a context, unless it is stored already.</summary>
    /// <param name="context">The context.</param>
    /// <param name="hash">The SHA-256 of its tar.</param>
    /// <param name="maxPut">The number of bytes from which the tar is sent in parts.</param>
    /// <param name="onSent">Receives the number of bytes sent so far.</param>
    public async Task StoreAsync(BuildContext context, string hash, long maxPut, Action<long> onSent, CancellationToken cancellationToken)
    {
        string key = $"{_access.OrganizationId}/{hash}/context.tar";
        if (await IsStoredAsync(key, cancellationToken).ConfigureAwait(false)) return;

        using var tar = new ContextTarStream(context.Entries);
        if (tar.Length > maxPut)
        {
            using var transfer = new TransferUtility(_client);
            var parts = new TransferUtilityUploadRequest
            {
                BucketName = _access.Bucket,
                Key = key,
                InputStream = tar,
                AutoCloseStream = false,
                // S3 accepts up to 10,000 parts.
                PartSize = Math.Max(64L * 1024 * 1024, (tar.Length / 9_000) + 1),
            };
            parts.UploadProgressEvent += (_, sent) => onSent(sent.TransferredBytes);
            await transfer.UploadAsync(parts, cancellationToken).ConfigureAwait(false);
            return;
        }

        var request = new PutObjectRequest
        {
            BucketName = _access.Bucket,
            Key = key,
            InputStream = tar,
            AutoCloseStream = false,
            ContentType = "application/x-tar",
            // Over plain http the framing would end up inside the stored object.
            UseChunkEncoding = false,
        };
        // The signature covers the content's SHA-256, which is the context's hash: the content need not be read again.
        request.Headers["x-amz-content-sha256"] = hash;
        request.StreamTransferProgress += (_, sent) => onSent(sent.TransferredBytes);
        PutObjectResponse stored = await _client.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
        // A proxy's page has status 200 and perhaps a tag too, but not one made of a digest.
        if (!DigestTag.IsMatch(stored.ETag ?? "") && !await IsStoredAsync(key, cancellationToken).ConfigureAwait(false))
        {
            throw new IOException("the response is not from the storage");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Listed, because the temporary credentials may list and write but not read.
    private async Task<bool> IsStoredAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            ListObjectsV2Response found = await _client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = _access.Bucket, Prefix = key, MaxKeys = 1 }, cancellationToken).ConfigureAwait(false);
            return found.S3Objects?.Exists(item => item.Key == key) == true;
        }
        catch (AmazonS3Exception exception) when (!HasExpired(exception) && exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented)
        {
            return false;
        }
    }

#if NET
    private sealed class Connections(DaytonaClientOptions options) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            Http.HttpConnections.Create(new Http.ServiceProxy(options), options);
    }
#endif
}
