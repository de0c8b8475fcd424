using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Creates a snapshot. The request is sent first and only its conflict is examined: an earlier check would leave a moment
/// in which someone else creates a snapshot of that name.
/// </summary>
internal sealed class SnapshotCreator(
    ClientSession session,
    SnapshotFinder finder,
    SnapshotWaiter waiter,
    SnapshotPreparation preparation,
    SnapshotSubmission submission,
    SnapshotCompletion completion,
    SnapshotRemoval removal)
{
    // Between two conflicts, the existing snapshot may be removed and another one created. The number of attempts is limited.
    private const int MaxConflicts = 5;

    // The service's dates have whole seconds.
    private static readonly TimeSpan DateResolution = TimeSpan.FromSeconds(1);

    public async Task<SnapshotCreation> RunAsync(
        CreateSnapshotRequest request, CreateSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        CreateSnapshotBody body = await preparation.RunAsync(request, options, deadline, cancellationToken).ConfigureAwait(false);
        // Before the request, so that no notification about its snapshot is missed.
        using SnapshotListener listener = options.Wait
            ? await waiter.ListenAsync(request.Name, deadline, cancellationToken).ConfigureAwait(false)
            : SnapshotListener.None;
        SnapshotCreation creation = await SubmitAsync(body, options, deadline, cancellationToken).ConfigureAwait(false);
        if (!options.Wait) return creation;
        Task<Snapshot> wait = completion.WaitUntilActiveAsync(creation.Snapshot, listener, options, deadline, cancellationToken);
        if (creation.Created) wait = SnapshotCompletion.WaitForAcceptedAsync(request.Name, wait);
        return creation with { Snapshot = await wait.ConfigureAwait(false) };
    }

    private async Task<SnapshotCreation> SubmitAsync(
        CreateSnapshotBody body, CreateSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.RunAsync(token => CreateOrTakeAsync(body, options, deadline, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            if (await submission.FindFinallyAsync(body, deadline, cancellationToken).ConfigureAwait(false) is not { } created) throw;
            return new SnapshotCreation(created, Created: true);
        }
    }

    private async Task<SnapshotCreation> CreateOrTakeAsync(
        CreateSnapshotBody body, CreateSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken)
    {
        Snapshot? replaced = null;
        for (int conflicts = 1; ; conflicts++)
        {
            try
            {
                Snapshot created = await submission.SendAsync(body, cancellationToken).ConfigureAwait(false);
                return new SnapshotCreation(created, Created: true) { Replaced = replaced };
            }
            catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.NameTaken)
            {
                if (!options.IfNotExists || conflicts == MaxConflicts)
                {
                    throw new SnapshotException(SnapshotFailure.NameTaken, body.Name, $"A snapshot '{body.Name}' already exists.", exception);
                }
            }

            Snapshot? existing = await finder.FindAsync(body.Name, cancellationToken).ConfigureAwait(false);
            // Removed since the conflict; or another organization's general one, which yields to one of this organization.
            if (existing is null || (existing.General && conflicts == 1)) continue;
            if (existing.State == SnapshotState.Removing)
            {
                session.Observer?.OnNotice($"The existing '{body.Name}' is being removed: waiting until its name is free.");
                await waiter.WaitAsync(
                    existing.Id, new SnapshotWaitOptions { Until = static _ => false, Timeout = deadline.Remaining }, cancellationToken)
                    .ConfigureAwait(false);
                continue;
            }

            // Once, and not if it failed since this call began: otherwise, each of several jobs would build a broken file.
            if (options.ReplaceFailed && replaced is null && HadFailed(existing, deadline))
            {
                await RemoveFailedAsync(existing, deadline, cancellationToken).ConfigureAwait(false);
                replaced = existing;
                continue;
            }

            if (existing.State == SnapshotState.Inactive || SnapshotState.IsFailure(existing.State)) throw Unusable(existing);

            if (existing.State != SnapshotState.Active) session.Observer?.OnNotice($"'{body.Name}' already exists and is {existing.State}.");
            return new SnapshotCreation(existing, Created: false);
        }
    }

    /// <summary>Whether a snapshot of the organization had failed before this call began, by the service's clock.</summary>
    private bool HadFailed(Snapshot snapshot, Deadline deadline) =>
        !snapshot.General
        && SnapshotState.IsFailure(snapshot.State)
        && session.ServiceClock.AgeOf(snapshot.UpdatedAt) > deadline.Elapsed - DateResolution;

    private async Task RemoveFailedAsync(Snapshot failed, Deadline deadline, CancellationToken cancellationToken)
    {
        string reason = string.IsNullOrWhiteSpace(failed.ErrorReason) ? "" : $": {failed.ErrorReason!.TrimEnd('.')}";
        session.Observer?.OnWarning($"'{failed.Name}' had failed before ({failed.State}){reason}. Removing it, and creating it again.");
        try
        {
            await removal.RunAsync(failed, new ChangeSnapshotOptions { Wait = true, Timeout = deadline.Remaining }, cancellationToken).ConfigureAwait(false);
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

    private static SnapshotException Unusable(Snapshot existing, Exception? cause = null) =>
        new(SnapshotFailure.ExistingUnusable, existing.Name, $"'{existing.Name}' already exists and is {existing.State}.", cause) { Snapshot = existing };
}
