using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
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

    private static readonly Backoff Retry = new() { First = TimeSpan.FromMilliseconds(500), Max = TimeSpan.FromSeconds(2), MaxAttempts = 4 };

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private StorageClient? _storage;

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
        _storage?.Dispose();
        _connecting.Dispose();
    }

    private async Task<string> UploadAsync(BuildContext context, int index, TotalProgress total, CancellationToken cancellationToken)
    {
        string hash = await context.ComputeHashAsync(bytes => total.Read(index, bytes), cancellationToken).ConfigureAwait(false);
        StorageClient storage = await ConnectAsync(expired: null, cancellationToken).ConfigureAwait(false);
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
                ? $"{storage.Host} has not responded for {options.SilenceTimeout.TotalSeconds:0} s."
                : UserInfo.RemoveFrom(exception.Message);
            throw new ContextUploadException(
                $"The build context {context.Root} could not be sent to the storage: {reason}", UserInfo.RemoveFrom(exception));
        }

        async Task<string> SendAsync(CancellationToken stopping)
        {
            if (hasExpired) storage = await ConnectAsync(expired: storage, stopping).ConfigureAwait(false);
            hasExpired = false;
            using (warning = new SilenceWarning(storage.Host, observer, time))
            {
                await storage.StoreAsync(context, hash, MaxPut, ReportSent, stopping).ConfigureAwait(false);
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
            hasExpired = StorageClient.HasExpired(exception);
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
            string notice = $"The upload of {context.Root} to {storage.Host} was interrupted ({UserInfo.RemoveFrom(delay.Failure.Message).TrimEnd('.')}). Sending it again in {delay.Delay.TotalSeconds:0.#} s.";
            if (delay.Delay > RateLimitPause.LongPause) observer?.OnWarning(notice);
            else observer?.OnNotice(notice);
        }
    }

    /// <summary>Connects to the storage on first use, and again once the credentials have expired.</summary>
    private async Task<StorageClient> ConnectAsync(StorageClient? expired, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Uploads that still run keep the earlier client.
            return ReferenceEquals(_storage, expired)
                ? _storage = new StorageClient(await getAccess(cancellationToken).ConfigureAwait(false), options)
                : _storage!;
        }
        finally
        {
            _connecting.Release();
        }
    }

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
