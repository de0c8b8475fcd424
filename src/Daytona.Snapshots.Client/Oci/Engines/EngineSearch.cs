namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>Finds the container engine that has an image.</summary>
internal sealed class EngineSearch(EngineAddresses addresses, IClientObserver? observer, TimeProvider time)
{
    /// <summary>Finds the first engine that has an image. Its export is read when the image is prepared.</summary>
    /// <exception cref="LocalImageException">No engine has the image, or it is for another platform.</exception>
    public async Task<LocalImage> OpenAsync(
        string name, ImagePlatform platform, TemporaryCopy copy, PublishProgress progress, CancellationToken cancellationToken)
    {
        List<string> silent = [];
        List<string> without = [];
        foreach (EngineAddress address in addresses.Find())
        {
            using var engine = new ContainerEngine(address, observer, time);
            if (await engine.FindProblemAsync(cancellationToken).ConfigureAwait(false) is { } problem)
            {
                silent.Add($"{address} ({problem})");
            }
            else if (await engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false) is { } image)
            {
                string source = $"'{name}' of the engine at {address}";
                var selection = new PlatformSelection(platform, source);
                bool isOfPlatform = selection.Distance(image.ToPlatform()) is not null;
                if (!isOfPlatform && !engine.ExportsPlatforms) throw selection.NoMatch();

                // Podman omits the algorithm.
                Digest? id = Digest.TryParse(image.Id, out Digest known) || Digest.TryParse($"{Digest.Sha256}:{image.Id}", out known) ? known : null;
                return new LocalImage(source, id, copy, (onReady, token) =>
                {
                    progress.ToRead = image.Size;
                    return ReadAsync(address, name, platform, isOfPlatform ? image : null, selection, source, copy, onReady, token);
                });
            }
            else
            {
                without.Add(address.ToString());
            }
        }

        throw without.Count > 0
            ? new LocalImageException(LocalImageFailure.ImageNotFound, $"The engine at {string.Join(" or ", without)} has no image '{name}'.")
            : new LocalImageException(LocalImageFailure.NoEngine, $"No container engine responded. Tried: {string.Join("; ", silent)}.");
    }

    // An image may have several platforms. If it is not for the wanted one as the engine reports it, the engine is asked for that.
    private async Task<PreparedImage> ReadAsync(
        EngineAddress address,
        string name,
        ImagePlatform platform,
        EngineImage? image,
        PlatformSelection selection,
        string source,
        TemporaryCopy copy,
        Action<ImageBlob> onReady,
        CancellationToken cancellationToken)
    {
        HashSet<string> known = [.. image?.RootFS?.Layers ?? []];
        using var engine = new ContainerEngine(address, observer, time);
        // An export of several platforms has layers that are not sent.
        if (known.Count == 0) copy.OnLargeLayer = null;
        try
        {
            ImageFiles files = await engine.ExportAsync(
                name,
                image is null ? platform : null,
                archive => ImageFiles.CopyAsync(archive, source, copy, static _ => true, OnLayer, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            FoundImage found = LocalImageReader.Find(files, null, platform, copy, keepsLayouts: false);
            return await found.PrepareAsync(onReady, cancellationToken).ConfigureAwait(false);
        }
        catch (LocalImageException exception) when (image is null && exception.Reason == LocalImageFailure.EngineFailed)
        {
            throw selection.NoMatch();
        }

        // The manifest comes last, but the engine has named the layers before.
        void OnLayer(CompressedLayer layer)
        {
            if (known.Contains(layer.DiffId.ToString())) onReady(layer.Blob);
        }
    }
}
