namespace Daytona.Snapshots;

/// <summary>Publishes images of this machine.</summary>
public interface IImagesClient
{
    /// <summary>
    /// Pushes an image of this machine to the service's registry, as far as the registry does not have it. If the image is not
    /// complete or not for the platform, nothing is sent.
    /// </summary>
    /// <param name="source">The image.</param>
    /// <param name="options">The repository, the tag, the platform and the region.</param>
    /// <param name="progress">Called with each step's progress, on any thread and possibly concurrently; null for none.</param>
    /// <param name="cancellationToken">Stops publishing. Layers that were sent remain in the registry until it removes unused
    /// content.</param>
    /// <returns>The image in the registry.</returns>
    /// <exception cref="ArgumentException">The repository, the tag or another option is not valid.</exception>
    /// <exception cref="LocalImageException">The image can't be published. Nothing was sent.</exception>
    /// <exception cref="RegistryException">The registry refuses the image.</exception>
    Task<PublishedImage> PublishAsync(
        LocalImageSource source,
        ImagePublishOptions options,
        Action<ImagePublishProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
