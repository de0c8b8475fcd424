using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Oci.Engines;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Pushes images of this machine to a registry, without a Docker client: from the Docker engine or Podman, from an archive, or
/// from an OCI layout folder. Memory use does not depend on the image's size. OCI images of files are sent byte for byte. Other
/// layers are compressed as they are read, and sent while the next are read.
/// </summary>
internal sealed class ImagePublisher(
    Func<CancellationToken, Task<RegistryPushAccess>> getAccess,
    DaytonaClientOptions clientOptions,
    IClientObserver? observer,
    TimeProvider time,
    Func<string, string?> variable)
{
    /// <summary>
    /// Sends the parts of an image that the registry lacks. Interrupted uploads are continued. If the image is not complete or
    /// not for the platform, nothing is sent.
    /// </summary>
    /// <exception cref="LocalImageException">The image can't be published.</exception>
    /// <exception cref="RegistryException">The registry refuses the image, or can't be reached.</exception>
    public async Task<PublishedImage> PublishAsync(
        LocalImageSource source, ImagePublishOptions options, Action<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        var publishing = new PublishProgress(progress);
        var start = new Deadline(options.StartTimeout, time);
        // Smaller layers are sent whole, which all registries accept.
        using var copy = new TemporaryCopy(options.TemporaryFolder ?? Path.GetTempPath(), publishing.AddRead) { LargeLayer = options.ChunkSize };
        LocalImage image = source.Path is { } path
            ? await new LocalImageReader(path, copy, start).OpenAsync(source.Name, options.Platform, cancellationToken).ConfigureAwait(false)
            : await new EngineSearch(variable, observer, time).OpenAsync(source.Name!, options.Platform, copy, cancellationToken).ConfigureAwait(false);
        RegistryPushAccess access = await start.RunAsync(getAccess, cancellationToken, _ => start.Expired(wasSent: false)).ConfigureAwait(false);
        using var connection = new RegistryConnection(access, options.Repository, getAccess, clientOptions, observer, time);
        var push = new ImagePush(image, copy, connection, options, publishing, observer, time);
        try
        {
            await start.RunAsync(push.ConnectAsync, cancellationToken, exception => new RegistryException(
                RegistryFailure.Unavailable, $"The registry {connection.Registry.Authority} did not respond within {start.Timeout!.Value.TotalSeconds:0.#} s.", exception)).ConfigureAwait(false);
            return await push.RunAsync(source.Path ?? image.Source, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaConnectionException exception) when (!ConnectionFailureClassifier.IsOfProxy(exception))
        {
            // The service could be reached: what could not is the registry, which is another host.
            throw new RegistryException(RegistryFailure.Unavailable, $"The service's registry can't be reached: {exception.Message}", exception);
        }
    }
}
