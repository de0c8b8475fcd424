using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <inheritdoc cref="IImagesClient"/>
internal sealed class ImagesClient(ClientSession session, IRegistriesClient registries) : IImagesClient
{
    /// <inheritdoc/>
    public async Task<PublishedImage> PublishAsync(
        LocalImageSource source,
        ImagePublishOptions options,
        Action<ImagePublishProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        var publisher = new ImagePublisher(
            session.Observer,
            session.Time,
            Environment.GetEnvironmentVariable,
            RegistryNetwork.For(session.Options));
        bool hasAccess = false;
        try
        {
            return await publisher.PublishAsync(
                source,
                GetAccessAsync,
                options with { RenewAccess = options.RenewAccess ?? GetAccessAsync },
                progress,
                cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaConnectionException exception) when (hasAccess && !ConnectionFailureClassifier.IsOfProxy(exception))
        {
            // The service could be reached: what could not is the registry, which is another host.
            throw new RegistryException(RegistryFailure.Unavailable, $"The service's registry can't be reached: {exception.Message}", exception);
        }

        async Task<RegistryPushAccess> GetAccessAsync(CancellationToken token)
        {
            RegistryPushAccess access = await registries.GetPushAccessAsync(options.RegionId, token).ConfigureAwait(false);
            hasAccess = true;
            return access;
        }
    }
}
