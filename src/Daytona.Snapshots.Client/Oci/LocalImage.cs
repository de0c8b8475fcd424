namespace Daytona.Snapshots.Client.Oci;

/// <summary>An image on this machine that can be published.</summary>
/// <param name="Source">The path or engine, as messages name it.</param>
/// <param name="Id">The digest of the configuration; null if it is not known before the image is read.</param>
/// <param name="Length">Bytes that are about to be read.</param>
/// <param name="FindAsync">Reads the manifest or configuration, and calls its argument for each part that is complete before that.</param>
internal sealed record LocalImage(string Source, Digest? Id, long Length, Func<Action<ImageBlob>, CancellationToken, Task<FoundImage>> FindAsync);

/// <summary>An image whose manifest or configuration is read, and whose layers are still to be prepared.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Distance">How well the image fits the wanted platform: 0 for an exact match.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Layers">The layers, the lowest first.</param>
/// <param name="ManifestType">The media type of the manifest.</param>
/// <param name="Describe">Makes the manifest of the prepared layers.</param>
internal sealed record FoundImage(
    ImagePlatform Platform,
    int Distance,
    ImageBlob Config,
    IReadOnlyList<FoundLayer> Layers,
    string ManifestType,
    Func<IReadOnlyList<ImageBlob>, byte[]> Describe)
{
    /// <summary>Prepares the layers, the smallest first, so that sending begins early.</summary>
    /// <param name="onReady">Called for each part that is complete, possibly several times for the same digest.</param>
    /// <returns>The layers in their order.</returns>
    public async Task<ImageBlob[]> PrepareAsync(Action<ImageBlob> onReady, CancellationToken cancellationToken)
    {
        var blobs = new Dictionary<FileRange, ImageBlob>();
        // An archive may list the same file several times.
        foreach (IGrouping<FileRange, FoundLayer> same in Layers.GroupBy(static layer => layer.Content).OrderBy(static same => same.Key.Length))
        {
            ImageBlob blob = await same.First().PrepareAsync(cancellationToken).ConfigureAwait(false);
            blobs.Add(same.Key, blob);
            onReady(blob);
        }

        onReady(Config);
        return [.. Layers.Select(layer => blobs[layer.Content])];
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
    public static FoundLayer Compressed(FileRange file, Digest diffId, TemporaryCopy copy, Func<Digest?, Exception> different) => new(file, async token =>
    {
        ImageBlob layer = await copy.CompressAsync(file, token).ConfigureAwait(false);
        return layer.DiffId == diffId || diffId.Algorithm != Digest.Sha256 ? layer : throw different(layer.DiffId);
    });
}
