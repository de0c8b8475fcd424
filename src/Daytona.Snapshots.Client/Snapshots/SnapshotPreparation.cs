using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Validates a create request, makes its body, and uploads the build contexts that it refers to.</summary>
internal sealed class SnapshotPreparation(ClientSession session, SnapshotEndpoints endpoints)
{
    /// <summary>
    /// The image to build. The service refuses an entrypoint with a Dockerfile, so it becomes an instruction.
    /// </summary>
    public static Image Complete(Image image, IReadOnlyList<string>? entrypoint) =>
        entrypoint is null ? image : image.Entrypoint([.. entrypoint]);

    /// <summary>Uploads the contexts that the service lacks. The time of the upload does not count.</summary>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid.</exception>
    public async Task<CreateSnapshotBody> RunAsync(
        CreateSnapshotRequest request, BuildSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken)
    {
        foreach (SnapshotRequestProblem problem in request.Validate())
        {
            if (problem.IsFatal) throw new InvalidSnapshotRequestException(problem);
            session.Observer?.OnWarning(problem.Message);
        }

        if (request.Image is not { } image) return new CreateSnapshotBody(request, dockerfile: null, contextHashes: []);

        image = Complete(image, request.Entrypoint);
        CreateSnapshotBody.EnsureFits(image.Dockerfile);
        IReadOnlyList<string> hashes = await deadline.ExcludeAsync(() => UploadAsync(image, options.OnUpload, deadline, cancellationToken))
            .ConfigureAwait(false);
        return new CreateSnapshotBody(request, image.Dockerfile, hashes);
    }

    private async Task<IReadOnlyList<string>> UploadAsync(
        Image image, Action<UploadProgress>? onUpload, Deadline deadline, CancellationToken cancellationToken)
    {
        IReadOnlyList<BuildContext> contexts = BuildContext.ReadAll(image, cancellationToken);
        foreach (MissingSource missing in contexts.SelectMany(static context => context.MissingSources))
        {
            session.Observer?.OnWarning(missing.ToString());
        }

        using var uploader = new ContextUploader(
            token => deadline.RunAsync(endpoints.GetPushAccessAsync, token),
            session.Options,
            session.Observer,
            session.Time);
        return await uploader.UploadAsync(
            contexts.Where(static context => context.Entries.Count > 0).ToList(), onUpload, cancellationToken).ConfigureAwait(false);
    }
}
