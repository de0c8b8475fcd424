namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>Finds the container engine that has an image.</summary>
internal sealed class EngineSearch(EngineAddresses addresses)
{
    /// <summary>Copies an image of the first engine that has it to a temporary file.</summary>
    /// <param name="name">The image's name or ID.</param>
    /// <param name="options">The platform, and the folder of the temporary file.</param>
    /// <param name="progress">Called while the image is copied; null for none.</param>
    /// <param name="cancellationToken">Stops copying.</param>
    /// <returns>The engine, as messages name it, and the archive.</returns>
    /// <exception cref="LocalImageException">No engine has the image, or it is for another platform.</exception>
    public async Task<(string Engine, TemporaryCopy Export)> ExportAsync(
        string name, ImagePublishOptions options, Action<ImagePublishProgress>? progress, CancellationToken cancellationToken)
    {
        List<string> silent = [];
        List<string> without = [];
        foreach (EngineAddress address in addresses.Find())
        {
            using var engine = new ContainerEngine(address);
            if (await engine.FindProblemAsync(cancellationToken).ConfigureAwait(false) is { } problem)
            {
                silent.Add($"{address} ({problem})");
            }
            else if (await engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false) is { } image)
            {
                string source = $"the engine at {address}";
                var selection = new PlatformSelection(options.Platform, $"'{name}' of {source}");
                bool ofPlatform = selection.Accepts(image.ToPlatform());
                if (!ofPlatform && !engine.ExportsPlatforms) throw selection.NoMatch();

                TemporaryCopy export = await ExportAsync(
                    engine, name, image, ofPlatform ? null : selection, options, progress, cancellationToken).ConfigureAwait(false);
                return (source, export);
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

    // The selection has refused the platform that the engine reports, and an image may have several; null if it accepted it.
    private static async Task<TemporaryCopy> ExportAsync(
        ContainerEngine engine,
        string name,
        EngineImage image,
        PlatformSelection? selection,
        ImagePublishOptions options,
        Action<ImagePublishProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return await engine.ExportAsync(
                name,
                selection is null ? null : options.Platform,
                options.TemporaryFolder,
                copied => progress?.Invoke(new ImagePublishProgress(ImagePublishPhase.Copying, copied, Math.Max(copied, image.Size))),
                cancellationToken).ConfigureAwait(false);
        }
        catch (LocalImageException exception) when (selection is not null && exception.Reason == LocalImageFailure.EngineFailed)
        {
            throw selection.NoMatch();
        }
    }
}
