using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// Uploads build contexts to the service's object storage, each as one tar that is read from the files while it is sent.
/// A context whose hash is already stored is not sent again.
/// </summary>
internal sealed class ContextUploader(
    Func<CancellationToken, Task<StorageAccess>> getAccess,
    DaytonaClientOptions options,
    IClientObserver? observer,
    TimeProvider time) : IDisposable
{
    private const int MaxConcurrentContexts = 4;

    private static readonly Regex DigestTag = new("^\"?[0-9a-fA-F]{32}(-[0-9]+)?\"?$", RegexOptions.CultureInvariant);

    private static readonly Backoff Retry = new() { First = TimeSpan.FromMilliseconds(500), Max = TimeSpan.FromSeconds(2), MaxAttempts = 4 };

    private readonly SemaphoreSlim _renewing = new(1, 1);
    private AmazonS3Client? _client;
    private StorageAccess? _access;

    /// <summary>The number of bytes from which a context is sent in parts.</summary>
    /// <value>The limit of S3 for one request, 5 GiB.</value>
    public long MaxPut { get; init; } = 5L * 1024 * 1024 * 1024;

    /// <summary>Uploads contexts that are not stored yet. The first failure stops the others.</summary>
    /// <returns>The hashes of the contexts, in their order.</returns>
    /// <exception cref="BuildContextException">A file has changed since the context was read, or can't be read.</exception>
    /// <exception cref="ContextUploadException">The storage did not accept a context.</exception>
    public async Task<IReadOnlyList<string>> UploadAsync(
        IReadOnlyList<BuildContext> contexts, Action<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        var total = new TotalProgress(contexts, progress);
        return await BoundedParallel.SelectAsync(
            [.. contexts.Select(static (context, index) => (context, index))],
            MaxConcurrentContexts,
            (it, stopping) => UploadAsync(it.context, it.index, total, stopping),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _renewing.Dispose();
    }

    private async Task<string> UploadAsync(BuildContext context, int index, TotalProgress total, CancellationToken cancellationToken)
    {
        string hash = await context.ComputeHashAsync(bytes => total.Read(index, bytes), cancellationToken).ConfigureAwait(false);
        (AmazonS3Client client, StorageAccess access) = await ConnectAsync(renew: null, cancellationToken).ConfigureAwait(false);
        var silence = new Deadline(options.SilenceTimeout, time);
        SilenceWarning? warning = null;
        bool hasExpired = false;
        try
        {
            return await Retry.RunAsync(SendAsync, FindRepetition, silence, cancellationToken, ReportDelay).ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not DaytonaException or SnapshotTimeoutException)
        {
            // The storage's client wraps what the stream reports, such as a file that has changed.
            if (FindCause<BuildContextException>(exception) is { } changed) throw new BuildContextException(changed.Message, changed.Path, changed);
            string reason = exception is SnapshotTimeoutException
                ? $"{access.StorageUrl.Authority} has not responded for {options.SilenceTimeout.TotalSeconds:0} s."
                : UserInfo.RemoveFrom(exception.Message);
            throw new ContextUploadException(
                $"The build context {context.Root} could not be sent to the storage: {reason}", UserInfo.RemoveFrom(exception));
        }

        async Task<string> SendAsync(CancellationToken stopping)
        {
            if (hasExpired) (client, access) = await ConnectAsync(renew: access, stopping).ConfigureAwait(false);
            hasExpired = false;
            string key = $"{access.OrganizationId}/{hash}/context.tar";
            using (warning = new SilenceWarning(access.StorageUrl.Authority, observer, time))
            {
                if (!await IsStoredAsync(client, access.Bucket, key, stopping).ConfigureAwait(false))
                {
                    await StoreAsync(context, hash, client, access.Bucket, key, ReportSent, stopping).ConfigureAwait(false);
                }
            }

            // Even if nothing had to be sent.
            total.Sent(index, context.TarLength);
            return hash;
        }

        void ReportSent(long bytes)
        {
            total.Sent(index, bytes);
            // An upload may take as long as it makes progress.
            silence.Restart();
            warning!.Restart();
        }

        Repetition? FindRepetition(Exception exception)
        {
            hasExpired = exception is AmazonS3Exception answer && HasExpired(answer);
            if (hasExpired) observer?.OnNotice("The storage's credentials have expired. Requesting new ones.");
            if (hasExpired || !IsTransient(exception)) return hasExpired ? new Repetition(TimeSpan.Zero) : null;
            // A storage that refuses is not silent.
            IWebResponseData? refusal = FindCause<HttpErrorResponseException>(exception)?.Response;
            if (refusal is not null) silence.Restart();
            return new Repetition(RetryAfterHeader.Read(refusal?.GetHeaderValue("Retry-After"), refusal?.GetHeaderValue("Date")));
        }

        void ReportDelay(BackoffDelay delay)
        {
            if (hasExpired) return;
            string notice = $"The upload of {context.Root} to {access.StorageUrl.Authority} was interrupted ({UserInfo.RemoveFrom(delay.Failure.Message).TrimEnd('.')}). Sending it again in {delay.Delay.TotalSeconds:0.#} s.";
            if (delay.Delay > RateLimitPause.LongPause) observer?.OnWarning(notice);
            else observer?.OnNotice(notice);
        }
    }

    private async Task StoreAsync(
        BuildContext context,
        string hash,
        AmazonS3Client client,
        string bucket,
        string key,
        Action<long> onSent,
        CancellationToken cancellationToken)
    {
        using ContextTarStream tar = context.OpenTar();
        if (tar.Length > MaxPut)
        {
            using var transfer = new TransferUtility(client);
            var parts = new TransferUtilityUploadRequest
            {
                BucketName = bucket,
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
            BucketName = bucket,
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
        PutObjectResponse stored = await client.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
        // A proxy's page has status 200 and perhaps a tag too, but not one made of a digest.
        if (!DigestTag.IsMatch(stored.ETag ?? "") && !await IsStoredAsync(client, bucket, key, cancellationToken).ConfigureAwait(false))
        {
            throw new IOException("the response is not from the storage");
        }
    }

    // Listed, because the temporary credentials may list and write but not read.
    private static async Task<bool> IsStoredAsync(
        AmazonS3Client client, string bucket, string key, CancellationToken cancellationToken)
    {
        try
        {
            ListObjectsV2Response found = await client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = bucket, Prefix = key, MaxKeys = 1 }, cancellationToken).ConfigureAwait(false);
            return found.S3Objects?.Exists(item => item.Key == key) == true;
        }
        catch (AmazonS3Exception exception) when (!HasExpired(exception) && exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented)
        {
            return false;
        }
    }

    /// <summary>Gets the client of the storage, which is created on first use and again once its credentials have expired.</summary>
    private async Task<(AmazonS3Client Client, StorageAccess Access)> ConnectAsync(
        StorageAccess? renew, CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_client is null || (renew is not null && ReferenceEquals(renew, _access)))
            {
                _access = await getAccess(cancellationToken).ConfigureAwait(false);
                if (DaytonaUrl.Validate(_access.StorageUrl, options.AllowInsecure) is { } problem)
                {
                    throw new DaytonaConnectionException("The service's storage can't be used. " + problem)
                    {
                        Failure = ConnectionFailure.InsecureUrl,
                    };
                }

                // Uploads that still run keep the earlier client.
                _client = StorageClient.Create(_access, options);
            }

            return (_client, _access!);
        }
        finally
        {
            _renewing.Release();
        }
    }

    private static bool HasExpired(AmazonS3Exception exception) =>
        exception.ErrorCode
            is "ExpiredToken" or "TokenRefreshRequired" or "RequestExpired"
            // MinIO forgets expired credentials, or calls their token invalid.
            or "InvalidAccessKeyId" or "InvalidTokenId";

    private static bool IsTransient(Exception exception) => FindCause<BuildContextException>(exception) is null && exception switch
    {
        AmazonUnmarshallingException or XmlException => true,
        AmazonServiceException { StatusCode: var status } => status == 0 || (int)status is >= 500 or 429 or 408,
        AmazonClientException or IOException or System.Net.Http.HttpRequestException or OperationCanceledException => true,
        _ => false,
    };

    private static T? FindCause<T>(Exception? exception) where T : Exception =>
        exception is null or T ? (T?)exception : FindCause<T>(exception.InnerException);
}
