using System.Net;
using System.Net.Http.Headers;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Sends a local image to a repository: the missing layers, the configuration, and the manifest.</summary>
internal sealed class ImagePush(
    LocalImage image,
    RegistryConnection registry,
    ImagePublishOptions options,
    RegistryRetry retry,
    Action<ImagePublishProgress>? progress)
{
    private const string Action = "take the image";

    /// <summary>Checks that the registry responds and accepts the credentials.</summary>
    public Task<bool> ConnectAsync(CancellationToken cancellationToken) => retry.RunAsync(registry.PingAsync, position: null, cancellationToken);

    /// <summary>Sends the image.</summary>
    public async Task<PublishedImage> RunAsync(CancellationToken cancellationToken)
    {
        ImageBlob[] blobs = [.. image.Layers, image.Config];
        bool[] present = await BoundedParallel.SelectAsync(
            blobs,
            options.Parallelism,
            (blob, token) => retry.RunAsync(attempt => registry.HasBlobAsync(blob.Digest, attempt), position: null, token),
            cancellationToken).ConfigureAwait(false);
        ImageBlob[] missing = [.. blobs.Where((_, i) => !present[i])];

        // All are checked before the first is sent, so that a damaged image leaves nothing in the registry.
        await VerifyAsync(missing, cancellationToken).ConfigureAwait(false);
        ImageBlob[] mounted = await SendAsync(missing, cancellationToken).ConfigureAwait(false);
        var digest = Digest.Of(image.Manifest);
        await retry.RunAsync(attempt => PutManifestAsync(digest, attempt), position: null, cancellationToken).ConfigureAwait(false);

        ImageBlob[] sent = [.. missing.Except(mounted)];
        return new PublishedImage
        {
            Source = image.Source,
            Registry = registry.Registry.Authority,
            Repository = registry.Repository,
            Tag = options.Tag,
            Digest = digest.ToString(),
            Platform = image.Platform,
            LayersPushed = sent.Count(blob => blob != image.Config),
            LayersSkipped = image.Layers.Except(missing).Count(),
            LayersMounted = mounted.Count(blob => blob != image.Config),
            BytesPushed = sent.Sum(static blob => blob.Content.Length),
            Size = image.Layers.Sum(static layer => layer.Content.Length),
            TemporaryBytes = image.Copy?.Length ?? 0,
        };
    }

    private async Task VerifyAsync(ImageBlob[] blobs, CancellationToken cancellationToken)
    {
        var verified = new PhaseProgress(ImagePublishPhase.Verifying, blobs.Sum(static blob => blob.Content.Length), progress);
        await BoundedParallel.SelectAsync(
            blobs,
            Math.Min(options.Parallelism, Environment.ProcessorCount),
            async (blob, token) =>
            {
                await blob.VerifyAsync(image.Source, read => verified.Add(read), token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Those that the registry took from other repositories.</returns>
    private async Task<ImageBlob[]> SendAsync(ImageBlob[] blobs, CancellationToken cancellationToken)
    {
        var sent = new PhaseProgress(ImagePublishPhase.Sending, blobs.Sum(static blob => blob.Content.Length), progress);
        bool[] mounted = await BoundedParallel.SelectAsync(
            blobs,
            options.Parallelism,
            (blob, token) =>
            {
                var upload = new BlobUpload(registry, blob, options.ChunkSize, sent);
                return retry.RunAsync(upload.RunAsync, () => upload.Offset, token);
            },
            cancellationToken).ConfigureAwait(false);
        return [.. blobs.Where((_, i) => mounted[i])];
    }

    private async Task<bool> PutManifestAsync(Digest digest, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await registry.SendAsync(
            HttpMethod.Put,
            registry.UrlOf("manifests/" + options.Tag),
            Action,
            registry.ResponseTimeout,
            _ => new ByteArrayContent(image.Manifest) { Headers = { ContentType = new MediaTypeHeaderValue(image.ManifestType) } },
            cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Created) throw await registry.ReadErrorAsync(response, Action).ConfigureAwait(false);

        string? stored = response.Headers.TryGetValues("Docker-Content-Digest", out IEnumerable<string>? values) ? values.First() : null;
        return stored is null || stored == digest.ToString()
            ? true
            : throw new RegistryException(
                RegistryFailure.DigestMismatch, $"The registry {registry.Registry.Authority} stored the image as {stored} instead of {digest}.");
    }
}
