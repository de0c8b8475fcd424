using Daytona.Snapshots.Client.Oci.Engines;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Pushes images of this machine to a registry, without a Docker client: from the Docker engine or Podman, from an archive, or
/// from an OCI layout folder. Memory use does not depend on the image's size. OCI images are sent byte for byte, and layers of
/// <c>docker save</c> as they are in the archive, so that the same archive always has the same digest.
/// </summary>
public sealed class ImagePublisher
{
    private const int MaxParallelism = 16;
    private const long MinChunkSize = 1024 * 1024;

    private readonly LocalImageReader _reader;
    private readonly IClientObserver? _observer;
    private readonly TimeProvider _time;
    private readonly RegistryNetwork _network;

    /// <summary>Creates a publisher.</summary>
    /// <param name="observer">Notified of requests and retries; null for none.</param>
    public ImagePublisher(IClientObserver? observer = null)
        : this(observer, TimeProvider.System, Environment.GetEnvironmentVariable)
    {
    }

    /// <summary>Makes a publisher with another clock, environment and network settings.</summary>
    internal ImagePublisher(
        IClientObserver? observer, TimeProvider time, Func<string, string?> variable, RegistryNetwork? network = null)
    {
        _reader = new LocalImageReader(new EngineSearch(new EngineAddresses(variable)));
        _observer = observer;
        _time = time;
        _network = network ?? RegistryNetwork.Default;
    }

    /// <summary>
    /// Sends the parts of an image that the registry lacks. Interrupted uploads are continued. If the image is not complete or
    /// not for the platform, nothing is sent.
    /// </summary>
    /// <param name="source">The image.</param>
    /// <param name="access">The registry and the credentials.</param>
    /// <param name="options">The repository, the tag and the platform.</param>
    /// <param name="progress">Called with each step's progress, on any thread and possibly concurrently; null for none.</param>
    /// <param name="cancellationToken">Stops publishing. Layers that were sent remain in the registry until it removes unused
    /// content.</param>
    /// <returns>The image in the registry.</returns>
    /// <exception cref="ArgumentException">The repository, the tag or another option is not valid.</exception>
    /// <exception cref="LocalImageException">The image can't be published. Nothing was sent.</exception>
    /// <exception cref="RegistryException">The registry refuses the image.</exception>
    /// <exception cref="DaytonaConnectionException">The registry can't be reached.</exception>
    public Task<PublishedImage> PublishAsync(
        LocalImageSource source,
        RegistryPushAccess access,
        ImagePublishOptions options,
        Action<ImagePublishProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (access is null) throw new ArgumentNullException(nameof(access));
        if (options is null) throw new ArgumentNullException(nameof(options));
        // Before the image is read, which takes a while if an engine exports it.
        RegistryAddress.Repository(RegistryAddress.Parse(access.RegistryUrl), access.Project, options.Repository);
        return PublishAsync(source, _ => Task.FromResult(access), options, progress, cancellationToken);
    }

    /// <summary>Sends an image to a registry, to which access is requested when the image is known to be valid.</summary>
    internal async Task<PublishedImage> PublishAsync(
        LocalImageSource source,
        Func<CancellationToken, Task<RegistryPushAccess>> getAccess,
        ImagePublishOptions options,
        Action<ImagePublishProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (source is null) throw new ArgumentNullException(nameof(source));
        if (options is null) throw new ArgumentNullException(nameof(options));
        if (options.Parallelism is < 1 or > MaxParallelism)
        {
            throw new ArgumentException($"The parallelism must be from 1 to {MaxParallelism}.", nameof(options));
        }

        if (options.ChunkSize < MinChunkSize) throw new ArgumentException("A chunk must have at least 1 MiB.", nameof(options));

        RegistryAddress.ValidateTag(options.Tag);
        using LocalImage image = await _reader.OpenAsync(source, options, progress, cancellationToken).ConfigureAwait(false);
        var start = new Deadline(options.StartTimeout, _time);
        RegistryPushAccess access = await start.RunAsync(getAccess, cancellationToken).ConfigureAwait(false);
        Uri registry = RegistryAddress.Parse(access.RegistryUrl);
        string repository = RegistryAddress.Repository(registry, access.Project, options.Repository);
        using var connection = new RegistryConnection(registry, repository, access, options, _network, _observer, _time);
        var push = new ImagePush(image, connection, options, new RegistryRetry(_observer, _time), progress);
        await start.RunAsync(push.ConnectAsync, cancellationToken).ConfigureAwait(false);
        PublishedImage published = await push.RunAsync(cancellationToken).ConfigureAwait(false);
        return source.Path is { } path ? published with { Source = path } : published;
    }
}
