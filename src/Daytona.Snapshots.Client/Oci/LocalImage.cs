using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>An image on this machine that can be published.</summary>
/// <param name="Source">The path or engine, as messages name it.</param>
/// <param name="Id">The digest of the configuration; null if it is not known before the image is read.</param>
/// <param name="Copy">The temporary copy, if one is needed.</param>
/// <param name="PrepareAsync">
/// Reads the image, compresses its layers if they are not, and calls its argument for each part that is complete, possibly several times
/// for the same digest.
/// </param>
internal sealed record LocalImage(
    string Source, Digest? Id, TemporaryCopy Copy, Func<Action<ImageBlob>, CancellationToken, Task<PreparedImage>> PrepareAsync) : IDisposable
{
    /// <summary>Deletes the temporary copy.</summary>
    public void Dispose() => Copy.Dispose();
}

/// <summary>An image with all that is sent of it.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="ManifestType">The media type of the manifest.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Layers">The layers, each once.</param>
internal sealed record PreparedImage(
    ImagePlatform Platform, byte[] Manifest, string ManifestType, ImageBlob Config, IReadOnlyList<ImageBlob> Layers);

/// <summary>An image whose manifest or configuration is read, and whose layers are still to be prepared.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Layers">The layers, the lowest first.</param>
/// <param name="Describe">Makes the manifest and its media type of the prepared layers.</param>
internal sealed record FoundImage(
    ImagePlatform Platform,
    ImageBlob Config,
    IReadOnlyList<FoundLayer> Layers,
    Func<IReadOnlyList<ImageBlob>, (byte[] Manifest, string MediaType)> Describe)
{
    /// <summary>Prepares the layers, the smallest first, so that sending begins early.</summary>
    public async Task<PreparedImage> PrepareAsync(Action<ImageBlob> onReady, CancellationToken cancellationToken)
    {
        var blobs = new Dictionary<FileRange, ImageBlob>();
        foreach (FoundLayer layer in Layers.OrderBy(static layer => layer.Content.Length))
        {
            // An archive may list the same file several times.
            if (blobs.ContainsKey(layer.Content)) continue;
            ImageBlob blob = await layer.PrepareAsync(cancellationToken).ConfigureAwait(false);
            blobs.Add(layer.Content, blob);
            onReady(blob);
        }

        onReady(Config);
        ImageBlob[] layers = [.. Layers.Select(layer => blobs[layer.Content])];
        (byte[] manifest, string mediaType) = Describe(layers);
        // An archive may contain the same layer in several files.
        return new PreparedImage(
            Platform, manifest, mediaType, Config, [.. layers.GroupBy(static layer => layer.Digest).Select(static same => same.First())]);
    }
}

/// <summary>A layer that is still to be prepared.</summary>
/// <param name="Content">The file.</param>
/// <param name="PrepareAsync">Makes it what is sent.</param>
internal sealed record FoundLayer(FileRange Content, Func<CancellationToken, Task<ImageBlob>> PrepareAsync)
{
    /// <summary>A layer that is sent as it is.</summary>
    public static FoundLayer Of(ImageBlob blob) => new(blob.Content, _ => Task.FromResult(blob));

    /// <summary>A layer that is sent compressed, if its content has the digest. Other digests than SHA-256 are rare and not compared.</summary>
    public static FoundLayer Compressed(ImageFile file, Digest diffId, TemporaryCopy copy, Func<Digest, Exception> different) => new(file.Content, async token =>
    {
        if (file.Compressed is not { } layer)
        {
            using LimitedStream content = file.Content.Open();
            layer = await copy.AddCompressedAsync(content, token).ConfigureAwait(false);
        }

        return layer.DiffId == diffId || diffId.Algorithm != Digest.Sha256 ? layer.Blob : throw different(layer.DiffId);
    });
}
