using Daytona.Snapshots.Client.Oci;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Creates a snapshot from an image of this machine. The snapshot is created by the image's digest, so that nobody can replace the
/// image in between.
/// </summary>
internal sealed class SnapshotPublisher(ClientSession session, SnapshotFinder finder, RegistriesClient registries, SnapshotCreator creator)
{
    public async Task<SnapshotPublication> RunAsync(
        LocalImageSource source, CreateSnapshotRequest request, PublishSnapshotOptions options, CancellationToken cancellationToken)
    {
        if (request.ImageName is not null || request.Image is not null)
        {
            throw new ArgumentException("The image is the source; the request must not name another.", nameof(request));
        }

        // Both would be found out by the creation too, but only after the image has been sent.
        if (request.Validate().FirstOrDefault(static it => it.IsFatal && it.Field != SnapshotRequestField.ImageName) is { } problem)
        {
            throw new InvalidSnapshotRequestException(problem);
        }

        var deadline = new Deadline(options.Timeout, session.Time);
        if (await deadline.RunAsync(token => finder.FindAsync(request.Name, token), cancellationToken).ConfigureAwait(false) is { General: false } existing)
        {
            throw new SnapshotException(SnapshotFailure.NameTaken, request.Name, $"A snapshot '{request.Name}' already exists.") { Snapshot = existing };
        }

        ImageReference name = ImageReference.ForSnapshot(request.Name);
        var publishing = new ImagePublishOptions
        {
            Repository = name.Repository,
            Tag = name.Tag!,
            Platform = options.Platform,
            StartTimeout = deadline.Remaining,
        };
        var publisher = new ImagePublisher(
            token => registries.GetPushAccessAsync(request.RegionId, token),
            RegistryNetwork.For(session.Options),
            session.Observer,
            session.Time,
            Environment.GetEnvironmentVariable);
        PublishedImage image = await deadline.ExcludeAsync(() => publisher.PublishAsync(source, publishing, options.OnProgress, cancellationToken))
            .ConfigureAwait(false);
        SnapshotCreation creation = await creator.RunAsync(
            request with { ImageName = image.DigestName },
            new CreateSnapshotOptions { Wait = options.Wait, Timeout = deadline.Remaining, OnStateChange = options.OnStateChange },
            cancellationToken).ConfigureAwait(false);
        return new SnapshotPublication(creation.Snapshot, image);
    }
}
