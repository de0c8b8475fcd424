using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Registries;

namespace Daytona.Snapshots.Client;

/// <inheritdoc cref="IImagesClient"/>
internal sealed class ImagesClient(ClientSession session, IRegistriesClient registries) : IImagesClient
{
    /// <inheritdoc/>
    public Task<PublishedImage> PublishAsync(
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
            new RegistryNetwork(new ServiceProxy(session.Options), session.Options.SkipCertificateCheck));
        return publisher.PublishAsync(
            source,
            GetAccessAsync,
            options with { RenewAccess = options.RenewAccess ?? GetAccessAsync },
            progress,
            cancellationToken);

        Task<RegistryPushAccess> GetAccessAsync(CancellationToken token) => registries.GetPushAccessAsync(options.RegionId, token);
    }
}
