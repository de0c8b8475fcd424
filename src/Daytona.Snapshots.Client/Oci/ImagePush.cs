using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Sends a local image to a repository: the missing layers and the configuration as they are ready, and the manifest last.</summary>
internal sealed class ImagePush(
    LocalImage image,
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
    private readonly List<BlobContent> _large = [];
    private volatile bool _isKnown;
    private bool _hasSucceeded;

    /// <summary>Checks that the registry responds and accepts the credentials.</summary>
    public Task<bool> ConnectAsync(CancellationToken cancellationToken) => RepeatAsync(registry.PingAsync, cancellationToken);

    /// <summary>Sends the image.</summary>
    public async Task<PublishedImage> RunAsync(CancellationToken cancellationToken)
    {
        PreparedImage? prepared = null;
        await BoundedParallel.RunAsync<BlobContent>(
            async (begin, token) =>
            {
                image.Copy.OnLargeLayer = layer =>
                {
                    _large.Add(layer);
                    begin(layer);
                };
                prepared = await image.PrepareAsync(blob => BeginOnce(blob, begin), token).ConfigureAwait(false);
                progress.EndReading();
            },
            Parallelism,
            SendAsync,
            cancellationToken).ConfigureAwait(false);
        Digest digest = DigestBuilder.Compute(prepared!.Manifest);
        await RepeatAsync(attempt => PutManifestAsync(prepared, digest, attempt), cancellationToken).ConfigureAwait(false);

        ImageBlob[] sent = [.. prepared.Layers.Append(prepared.Config).Where(blob => _sent[blob.Digest])];
        int pushed = sent.Count(blob => blob.Digest != prepared.Config.Digest);
        return new PublishedImage
        {
            Source = image.Source,
            Registry = registry.Registry.Authority,
            Repository = registry.Repository,
            Tag = options.Tag,
            Digest = digest.ToString(),
            Platform = prepared.Platform,
            LayersPushed = pushed,
            LayersSkipped = prepared.Layers.Count - pushed,
            BytesPushed = sent.Sum(static blob => blob.Content.Length),
            Size = prepared.Layers.Sum(static layer => layer.Content.Length),
            TemporaryBytes = image.Copy.Length,
        };
    }

    private void BeginOnce(ImageBlob blob, Action<BlobContent> begin)
    {
        if (_sent.TryAdd(blob.Digest, false) && !_large.Exists(layer => layer.Blob == blob)) begin(BlobContent.Of(blob));
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

    private async Task<bool> PutManifestAsync(PreparedImage prepared, Digest digest, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await registry.SendAsync(
            HttpMethod.Put,
            registry.UrlOf("manifests/" + options.Tag),
            Action,
            registry.ResponseTimeout,
            _ => new ByteArrayContent(prepared.Manifest) { Headers = { ContentType = new MediaTypeHeaderValue(prepared.ManifestType) } },
            cancellationToken).ConfigureAwait(false);
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
