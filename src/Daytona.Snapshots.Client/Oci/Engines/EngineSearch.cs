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
                return new LocalImage(source, id, copy, ReadAsync);

                // An image may have several platforms. If it is not for the wanted one as the engine reports it, the engine is asked for that.
                async Task<PreparedImage> ReadAsync(Action<ImageBlob> onReady, CancellationToken token)
                {
                    progress.ToRead = image.Size;
                    HashSet<string> known = [.. (isOfPlatform ? image.RootFS?.Layers : null) ?? []];
                    // An export of several platforms has layers that are not sent.
                    if (known.Count == 0) copy.OnLargeLayer = null;
                    using var exporting = new ContainerEngine(address, observer, time);
                    try
                    {
                        ImageFiles files = await exporting.ExportAsync(
                            name, isOfPlatform ? null : platform, archive => ImageFiles.CopyAsync(archive, source, copy, static _ => true, OnLayer, token), token).ConfigureAwait(false);
                        return await LocalImageReader.Find(files, null, platform, copy, keepsLayouts: false).PrepareAsync(onReady, token).ConfigureAwait(false);
                    }
                    catch (LocalImageException exception) when (!isOfPlatform && exception.Reason == LocalImageFailure.EngineFailed)
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
            else
            {
                without.Add(address.ToString());
            }
        }

        throw without.Count > 0
            ? new LocalImageException(LocalImageFailure.ImageNotFound, $"The engine at {string.Join(" or ", without)} has no image '{name}'.")
            : new LocalImageException(LocalImageFailure.NoEngine, $"No container engine responded. Tried: {string.Join("; ", silent)}.");
    }
}
