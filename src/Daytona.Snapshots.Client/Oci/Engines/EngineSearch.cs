namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>Finds the container engine that has an image.</summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="observer">Notified if an engine is silent; null for none.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineSearch(Func<string, string?> variable, IClientObserver? observer, TimeProvider time)
{
    /// <summary>Finds the first engine that has an image. Its export is read when the image is prepared.</summary>
    /// <exception cref="LocalImageException">No engine has the image, or it is for another platform.</exception>
    public async Task<LocalImage> OpenAsync(string name, ImagePlatform platform, TemporaryCopy copy, CancellationToken cancellationToken)
    {
        List<string> silent = [];
        List<string> without = [];
        foreach (EngineAddress address in EngineAddress.FindAll(variable))
        {
            using var engine = new ContainerEngine(address, observer, time);
            if (await engine.FindProblemAsync(cancellationToken).ConfigureAwait(false) is { } problem)
            {
                silent.Add($"{address} ({problem})");
            }
            else if (await engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false) is { } image)
            {
                return Open(address, name, image, engine.ExportsPlatforms, platform, copy);
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

    private LocalImage Open(EngineAddress address, string name, EngineImage image, bool exportsPlatforms, ImagePlatform platform, TemporaryCopy copy)
    {
        string source = $"'{name}' of the engine at {address}";
        var selection = new PlatformSelection(platform, source);
        bool isOfPlatform = selection.Distance(image.ToPlatform()) is not null;
        if (!isOfPlatform && !exportsPlatforms) throw selection.NoMatch();

        // Podman omits the algorithm.
        Digest? id = Digest.TryParse(image.Id, out Digest parsed) || Digest.TryParse($"{Digest.Sha256}:{image.Id}", out parsed) ? parsed : null;
        return new LocalImage(source, id, image.Size, FindAsync);

        // An image may have several platforms. If it is not for the wanted one as the engine reports it, the engine is asked for that.
        async Task<FoundImage> FindAsync(Action<ImageBlob> onReady, CancellationToken cancellationToken)
        {
            HashSet<string> known = [.. (isOfPlatform ? image.RootFS?.Layers : null) ?? []];
            // An export of several platforms has layers that are not sent.
            if (known.Count == 0) copy.OnLargeLayer = null;
            using var engine = new ContainerEngine(address, observer, time);
            try
            {
                ImageFiles files = await engine.ExportAsync(
                    name,
                    isOfPlatform ? null : platform,
                    archive => ImageFiles.CopyAsync(archive, source, copy, keepsLayout: false, OnLayer, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
                return files.FindImage(null, platform, copy);
            }
            catch (LocalImageException exception) when (!isOfPlatform && exception.Reason == LocalImageFailure.EngineFailed)
            {
                throw selection.NoMatch();
            }

            // The manifest comes last, but the engine has named the layers before.
            void OnLayer(ImageBlob layer)
            {
                if (known.Contains($"{layer.DiffId}")) onReady(layer);
            }
        }
    }
}
