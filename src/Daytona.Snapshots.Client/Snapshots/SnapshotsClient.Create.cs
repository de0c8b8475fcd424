using Daytona.Snapshots.Client.Builds;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Oci;

namespace Daytona.Snapshots.Client.Snapshots;

/// <content>
/// Creation. The request is sent first and only its conflict is examined: an earlier check would leave a moment in which someone else
/// creates a snapshot of that name.
/// </content>
public partial class SnapshotsClient
{
    // Between two conflicts, the existing snapshot may be removed and another one created. The number of attempts is limited.
    private const int MaxConflicts = 5;

    // The service's dates have whole seconds.
    private static readonly TimeSpan DateResolution = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Creates a snapshot from a registry image or an <see cref="Image"/>: uploads the build context, sends the request,
    /// waits until the snapshot is active, and passes on the build log. A create request is retried only after checking
    /// that the first attempt did not succeed.
    /// </summary>
    /// <param name="request">The name, and what the snapshot is created from.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait. The creation continues on the service.</param>
    /// <returns>The snapshot, and whether this call created it.</returns>
    /// <exception cref="SnapshotException">The creation failed, the name is taken, or the snapshot was changed meanwhile.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="BuildContextException">A file can't be sent, or changed meanwhile.</exception>
    /// <exception cref="DockerfileException">The Dockerfile is larger than the service accepts.</exception>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid, see <see cref="CreateSnapshotRequest.Validate"/>.</exception>
    public virtual async Task<SnapshotCreation> CreateAsync(
        CreateSnapshotRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new CreateSnapshotOptions();
        Deadline deadline = Begin(options.Timeout, cancellationToken);
        Validate(Required(request));
        return await CreateAsync(request, options, deadline, options.Wait).ConfigureAwait(false);
    }

    /// <summary>
    /// Creates a snapshot from an image of this machine: pushes the image to the service's registry, creates the snapshot from
    /// what was pushed, by its digest, and waits until the snapshot is active.
    /// </summary>
    /// <param name="source">The image.</param>
    /// <param name="request">The snapshot's name and sizes, without an image.</param>
    /// <param name="options">The platform, the time limit and callbacks; null for the defaults. The time limit does not include the push.</param>
    /// <param name="cancellationToken">Cancels the publication. A creation that was accepted continues on the service.</param>
    /// <returns>The snapshot, and the image that was pushed.</returns>
    /// <exception cref="LocalImageException">The image can't be published. Nothing was sent.</exception>
    /// <exception cref="RegistryException">The registry refuses the image. There is no snapshot.</exception>
    /// <exception cref="SnapshotException">The name is taken, or the creation failed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual async Task<SnapshotPublication> PublishAsync(
        LocalImageSource source,
        CreateSnapshotRequest request,
        PublishSnapshotOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        if (Required(request).ImageName is not null || request.Image is not null)
        {
            throw new ArgumentException("The image is the source; the request must not name another.", nameof(request));
        }

        // The creation would find out both too, but only after the image has been sent.
        options ??= new PublishSnapshotOptions();
        Validate(request, except: SnapshotRequestField.ImageName);
        Deadline deadline = Begin(options.Timeout, cancellationToken);
        await deadline.RunAsync(token => EnsureNameIsFreeAsync(request.Name, token)).ConfigureAwait(false);

        // By its digest, so that nobody can replace the image in between.
        ImageReference name = ImageReference.ForSnapshot(request.Name);
        var publishing = new ImagePublishOptions
        {
            Repository = name.Repository,
            Tag = name.Tag!,
            Platform = options.Platform,
            StartTimeout = deadline.Remaining,
        };
        var publisher = new ImagePublisher(
            token => _client.Registries.GetPushAccessAsync(request.RegionId, token),
            Session.Options,
            Observer,
            Session.Time,
            Environment.GetEnvironmentVariable);
        PublishedImage image = await deadline.ExcludeAsync(
            () => publisher.PublishAsync(Required(source), publishing, options.OnProgress, cancellationToken)).ConfigureAwait(false);
        SnapshotCreation creation = await CreateAsync(request with { ImageName = image.DigestName }, options, deadline, options.Wait).ConfigureAwait(false);
        return new SnapshotPublication(creation.Snapshot, image);
    }

    /// <summary>Validates a request, and reports values that are probably not intended.</summary>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid.</exception>
    internal void Validate(CreateSnapshotRequest request, SnapshotRequestField? except = null)
    {
        foreach (SnapshotRequestProblem problem in request.Validate().Where(problem => problem.Field != except))
        {
            if (problem.IsFatal) throw new InvalidSnapshotRequestException(problem);
            Observer?.OnWarning($"'{request.Name}': {problem.Message}");
        }
    }

    /// <summary>Creates a snapshot from a valid request, within the rest of a time limit and not within that of the options.</summary>
    internal async Task<SnapshotCreation> CreateAsync(
        CreateSnapshotRequest request, SnapshotOperationOptions options, Deadline deadline, bool wait = true)
    {
        request = request with { RegionId = request.RegionId ?? Session.Options.DefaultRegionId };
        CreateSnapshotBody body = await UploadAsync(request, options, deadline).ConfigureAwait(false);
        // Before the request, so that no notification about its snapshot is missed.
        using SnapshotListener listener = wait ? await ListenAsync(request.Name, deadline).ConfigureAwait(false) : SnapshotListener.None;
        SnapshotCreation creation = await CreateOrTakeAsync(body, options as CreateSnapshotOptions, listener, deadline).ConfigureAwait(false);
        if (!wait) return creation;
        Task<Snapshot> active = WaitUntilActiveAsync(creation.Snapshot, listener, options, deadline);
        if (creation.Created) active = WaitForAcceptedAsync(request.Name, active);
        return creation with { Snapshot = await active.ConfigureAwait(false) };
    }

    /// <summary>Uploads the build contexts that the service lacks. The time of the upload does not count.</summary>
    internal Task<CreateSnapshotBody> UploadAsync(
        CreateSnapshotRequest request, SnapshotOperationOptions options, Deadline deadline, BuildSource? read = null) => deadline.ExcludeAsync(async () =>
    {
        if (BuildSource.Read(request, deadline.Caller, read) is not { } source) return new CreateSnapshotBody(request, dockerfile: null, contextHashes: []);

        // Too long a Dockerfile is refused before the upload.
        _ = new CreateSnapshotBody(request, source.Dockerfile, contextHashes: []).ToJson();
        foreach (MissingSource missing in source.Contexts.SelectMany(static context => context.MissingSources)) Observer?.OnWarning(missing.ToString());
        using var uploader = new ContextUploader(
            token => deadline.RunAsync(it => Session.Api.GetAsync<StorageAccess>("object-storage/push-access", it), token),
            Session.Options,
            Observer,
            Session.Time);
        IReadOnlyList<string> hashes = await uploader.UploadAsync(
            [.. source.Contexts.Where(static context => context.Entries.Count > 0)], (options as BuildSnapshotOptions)?.OnUpload, deadline.Caller).ConfigureAwait(false);
        return new CreateSnapshotBody(request, source.Dockerfile, [.. source.StoredContexts, .. hashes]);
    });

    /// <summary>Sends a create request within the rest of a time limit.</summary>
    /// <exception cref="SnapshotTimeoutException">The time limit expired, and the snapshot was not found after it.</exception>
    internal async Task<Snapshot> SendAsync(CreateSnapshotBody body, Deadline deadline)
    {
        try
        {
            return await deadline.RunAsync(token => SendAsync(body, token)).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException exception) when (exception.WasSent)
        {
            if (await FindFinallyAsync(body, deadline).ConfigureAwait(false) is { } created) return created;
            throw;
        }
    }

    /// <summary>
    /// Sends a create request. If its response is lost, the snapshot is looked up by name before the request is sent again: a
    /// snapshot is neither created twice nor reported as failed although it exists.
    /// </summary>
    /// <exception cref="SnapshotException">It is unknown whether the snapshot was created.</exception>
    /// <exception cref="DaytonaException">The snapshot was not created.</exception>
    internal Task<Snapshot> SendAsync(CreateSnapshotBody body, CancellationToken cancellationToken)
    {
        string json = body.ToJson();
        long started = Session.Time.GetTimestamp();
        return Session.Changes.RunAsync(
            $"the creation of '{body.Name}'",
            async token =>
            {
                Snapshot created = await Session.Api.PostAsync<Snapshot>("snapshots", json, token).ConfigureAwait(false);
                return created.Name == body.Name ? created : throw new UnexpectedResponseException("name", "is that of another snapshot");
            },
            async (failure, token) => await FindOwnAsync(body, started, failure, token).ConfigureAwait(false) is { } own ? new Found<Snapshot>(own) : null,
            cancellationToken,
            IsConflict);
    }

    /// <summary>Looks for a snapshot after the time limit: the service may have accepted a request whose response did not arrive in time.</summary>
    internal async Task<Snapshot?> FindFinallyAsync(CreateSnapshotBody body, Deadline deadline) => OwnOf(
        (await deadline.ReadFinallyAsync(token => FindAsync(body.Name, token)).ConfigureAwait(false))?.Value, body, deadline.Elapsed);

    private async Task<SnapshotCreation> CreateOrTakeAsync(CreateSnapshotBody body, CreateSnapshotOptions? options, SnapshotListener listener, Deadline deadline)
    {
        Snapshot? replaced = null;
        for (int conflicts = 1; ; conflicts++)
        {
            try
            {
                Snapshot created = await SendAsync(body, deadline).ConfigureAwait(false);
                return new SnapshotCreation(created, Created: true) { Replaced = replaced };
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.NameTaken)
            {
                if (options is not { IfNotExists: true } || conflicts == MaxConflicts) throw NameTaken(body.Name, cause: exception);
            }

            Snapshot? existing = await deadline.RunAsync(token => FindAsync(body.Name, token)).ConfigureAwait(false);
            // Removed since the conflict; or another organization's general one, which yields to one of this organization.
            if (existing is null || (existing.General && conflicts == 1)) continue;
            if (existing.State == SnapshotState.Removing)
            {
                Observer?.OnNotice($"The existing '{body.Name}' is being removed: waiting until its name is free.");
                await WaitAsync(existing, new SnapshotWaitOptions { Until = static _ => false }, deadline).ConfigureAwait(false);
                listener.Clear();
                continue;
            }

            // Once, and not if it failed since this call began: otherwise, each of several jobs would build a broken file.
            if (options is { ReplaceFailed: true } && replaced is null && HadFailed(existing, deadline))
            {
                await RemoveFailedAsync(existing, deadline).ConfigureAwait(false);
                listener.Clear();
                replaced = existing;
                continue;
            }

            if (existing.State == SnapshotState.Inactive || SnapshotState.IsFailure(existing.State)) throw Unusable(existing);

            if (existing.State != SnapshotState.Active) Observer?.OnNotice($"'{body.Name}' already exists and is {existing.State}.");
            return new SnapshotCreation(existing, Created: false);
        }
    }

    /// <summary>Whether a snapshot of the organization had failed before this call began, by the service's clock.</summary>
    private bool HadFailed(Snapshot snapshot, Deadline deadline) =>
        !snapshot.General
        && SnapshotState.IsFailure(snapshot.State)
        && Session.ServiceClock.AgeOf(snapshot.UpdatedAt) > deadline.Elapsed - DateResolution;

    private async Task RemoveFailedAsync(Snapshot failed, Deadline deadline)
    {
        string reason = string.IsNullOrWhiteSpace(failed.ErrorReason) ? "" : $": {failed.ErrorReason!.TrimEnd('.')}";
        Observer?.OnWarning($"'{failed.Name}' had failed before ({failed.State}){reason}. Removing it, and creating it again.");
        try
        {
            await RemoveAsync(failed, new ChangeSnapshotOptions { Wait = true }, deadline).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
        {
            // Another job removed it.
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.PermissionMissing)
        {
            throw Unusable(failed, exception);
        }
    }

    /// <exception cref="SnapshotException">The organization has a snapshot of that name.</exception>
    private async Task EnsureNameIsFreeAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { General: false } existing) throw NameTaken(name, existing);
    }

    /// <summary>
    /// The snapshot of that name, if it is the one whose response was lost: made of the same, and by the service's clock not
    /// before the request was sent.
    /// </summary>
    private async Task<Snapshot?> FindOwnAsync(
        CreateSnapshotBody body, long started, DaytonaException failure, CancellationToken cancellationToken)
    {
        Snapshot? found;
        try
        {
            found = await FindAsync(body.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (!IsConflict(failure))
        {
            throw new SnapshotException(
                SnapshotFailure.MayExist,
                body.Name,
                $"The service may have created '{body.Name}': the request failed ({failure.Message}), and so did the search for the snapshot ({exception.Message}).",
                failure);
        }

        return OwnOf(found, body, Session.Time.GetElapsedTime(started));
    }

    private Snapshot? OwnOf(Snapshot? found, CreateSnapshotBody body, TimeSpan elapsed) =>
        found is { General: false } snapshot && body.IsSourceOf(snapshot) && Session.ServiceClock.IsNew(snapshot.CreatedAt, elapsed)
            ? snapshot
            : null;

    private static bool IsConflict(DaytonaException exception) => exception is DaytonaApiException { Reason: ApiErrorReason.NameTaken };

    private static SnapshotException NameTaken(string name, Snapshot? existing = null, Exception? cause = null) =>
        new(SnapshotFailure.NameTaken, name, $"A snapshot '{name}' already exists.", cause) { Snapshot = existing };

    private static SnapshotException Unusable(Snapshot existing, Exception? cause = null) =>
        new(SnapshotFailure.ExistingUnusable, existing, $"'{existing.Name}' already exists and is {existing.State}.", cause);
}
