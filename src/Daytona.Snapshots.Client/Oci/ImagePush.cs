using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Sends a local image to a repository: the missing layers and the configuration as they are ready, and the manifest last.</summary>
internal sealed class ImagePush(
    LocalImage image,
    TemporaryCopy copy,
    RegistryConnection registry,
    ImagePublishOptions options,
    PublishProgress progress,
    IClientObserver? observer,
    TimeProvider time)
{
    private const string Action = "take the image";
    private const int Parallelism = 4;

    // Together about half a minute, in which a registry restarts. A long upload may break more often, as long as it makes progress.
    private static readonly Backoff Backoff = new() { First = TimeSpan.FromMilliseconds(300), Max = TimeSpan.FromSeconds(10), MaxAttempts = 8 };

    private readonly Deadline _unlimited = new(null, time);
    private readonly ConcurrentDictionary<Digest, bool> _sent = new();
    private volatile bool _isKnown;
    private bool _hasSucceeded;

    /// <summary>Checks that the registry responds and accepts the credentials.</summary>
    public Task<bool> ConnectAsync(CancellationToken cancellationToken) => RepeatAsync(registry.PingAsync, cancellationToken);

    /// <summary>Sends the image.</summary>
    /// <param name="source">The source to report.</param>
    public async Task<PublishedImage> RunAsync(string source, CancellationToken cancellationToken)
    {
        FoundImage found = null!;
        ImageBlob[] layers = [];
        await BoundedParallel.RunAsync<BlobContent>(
            async (begin, token) =>
            {
                copy.OnLargeLayer = begin;
                progress.ToRead = image.Length;
                found = await image.FindAsync(OnReady, token).ConfigureAwait(false);
                layers = await found.PrepareAsync(OnReady, token).ConfigureAwait(false);
                progress.EndReading();

                void OnReady(ImageBlob blob)
                {
                    if (_sent.TryAdd(blob.Digest, false) && !blob.IsBegun) begin(BlobContent.Of(blob));
                }
            },
            Parallelism,
            SendAsync,
            cancellationToken).ConfigureAwait(false);
        byte[] manifest = found.Describe(layers);
        Digest digest = Digest.Of(manifest);
        await RepeatAsync(attempt => PutManifestAsync(manifest, found.ManifestType, digest, attempt), cancellationToken).ConfigureAwait(false);

        // An archive may contain the same layer in several files.
        layers = [.. layers.GroupBy(static layer => layer.Digest).Select(static same => same.First())];
        ImageBlob[] sent = [.. layers.Append(found.Config).Where(blob => _sent[blob.Digest])];
        int pushed = sent.Count(blob => blob.Digest != found.Config.Digest);
        return new PublishedImage(
            source,
            registry.Registry.Authority,
            registry.Repository,
            options.Tag,
            digest.ToString(),
            found.Platform,
            LayersPushed: pushed,
            LayersSkipped: layers.Length - pushed,
            BytesPushed: sent.Sum(static blob => blob.Content.Length),
            Size: layers.Sum(static layer => layer.Content.Length),
            TemporaryBytes: copy.Length);
    }

    private async Task SendAsync(BlobContent content, CancellationToken cancellationToken)
    {
        // Without its digest, nobody knows whether the registry has a layer. It probably has those of an image that is known to it.
        if (content.Blob is null && (_isKnown || (image.Id is { } id && await HasAsync(id, cancellationToken).ConfigureAwait(false))))
        {
            await content.WaitAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
        }

        ImageBlob? blob = content.Blob;
        if (blob is not null)
        {
            if (await HasAsync(blob.Digest, cancellationToken).ConfigureAwait(false)) return;
            await blob.VerifyAsync(image.Source, cancellationToken).ConfigureAwait(false);
        }

        var upload = new BlobUpload(registry, content, isGrowing: blob is null, options.ChunkSize, progress);
        bool isSent = await RepeatAsync(upload.RunAsync, cancellationToken, upload).ConfigureAwait(false);
        if (isSent) _sent[content.Blob!.Digest] = true;
    }

    private async Task<bool> HasAsync(Digest digest, CancellationToken cancellationToken)
    {
        bool has = await RepeatAsync(attempt => registry.HasAsync($"blobs/{digest}", "look for a layer", attempt), cancellationToken).ConfigureAwait(false);
        _isKnown |= has;
        return has;
    }

    private async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken, BlobUpload? upload = null)
    {
        long reached = 0;
        T result = await Backoff.RunAsync(attempt, Repeats, _unlimited, cancellationToken, OnDelay, position: upload is null ? null : () => upload.Offset).ConfigureAwait(false);
        _hasSucceeded = true;
        return result;

        // A registry that restarts refuses connections for a while, but one that has never responded most likely does not exist.
        // The limit of silence is a long wait. After it, only an upload is resumed, and only if parts have arrived since the last time.
        Repetition? Repeats(Exception exception)
        {
            bool isResumed = upload is { IsWhole: false } && upload.Offset > reached;
            reached = upload?.Offset ?? 0;
            return exception switch
            {
                RegistryException { Reason: RegistryFailure.Unavailable } unavailable => new Repetition(unavailable.RetryAfter),
                DaytonaConnectionException { Failure: ConnectionFailure.Broken } => Repetition.Scheduled,
                DaytonaConnectionException { Failure: ConnectionFailure.Refused } when _hasSucceeded => Repetition.Scheduled,
                DaytonaConnectionException { Failure: ConnectionFailure.Timeout } when isResumed => Repetition.Scheduled,
                _ => null,
            };
        }
    }

    private void OnDelay(BackoffDelay delay)
    {
        string notice = $"{delay.Failure.Message} Retrying in {delay.Delay.TotalSeconds:0.#} s.";
        if (delay.Delay > RateLimitPause.LongPause) observer?.OnWarning(notice);
        else observer?.OnNotice(notice);
    }

    private async Task<bool> PutManifestAsync(byte[] manifest, string mediaType, Digest digest, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await registry.SendAsync(
            HttpMethod.Put,
            registry.UrlOf("manifests/" + options.Tag),
            Action,
            cancellationToken,
            _ => new ByteArrayContent(manifest) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await registry.ReadErrorAsync(response, Action).ConfigureAwait(false);

        string? stored = response.Headers.TryGetValues("Docker-Content-Digest", out IEnumerable<string>? values) ? values.First() : null;
        if (stored is not null && stored != digest.ToString())
        {
            throw new RegistryException(
                RegistryFailure.DigestMismatch, $"The registry {registry.Registry.Authority} stored the image as {stored} instead of {digest}.");
        }

        // The response may be that of a proxy, and not of a registry.
        return stored is not null || await registry.HasAsync($"manifests/{digest}", Action, cancellationToken).ConfigureAwait(false)
            ? true
            : throw new RegistryException(
                RegistryFailure.NotARegistry, $"The registry {registry.Registry.Authority} accepted the image with {(int)response.StatusCode} and did not store it.");
    }
}
