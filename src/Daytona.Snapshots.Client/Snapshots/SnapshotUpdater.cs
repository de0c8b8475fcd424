using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Replaces a snapshot under its name. The new one is built under a temporary name; only when it is active is the old one
/// removed and the new one created under its name, which the build cache makes active at once.
/// </summary>
internal sealed class SnapshotUpdater(
    ClientSession session,
    SnapshotEndpoints endpoints,
    SnapshotFinder finder,
    SnapshotWaiter waiter,
    SnapshotPreparation preparation,
    SnapshotSubmission submission,
    SnapshotCompletion completion,
    SnapshotRemoval removal,
    SnapshotOwnership ownership)
{
    public async Task<Snapshot> RunAsync(
        Snapshot old, CreateSnapshotRequest request, UpdateSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        await deadline.RunAsync(token => ownership.EnsureOwnAsync(old, token), cancellationToken).ConfigureAwait(false);
        request = SnapshotInheritance.Complete(request, old, options.KeepEntrypoint);
        CreateSnapshotBody body = await preparation.RunAsync(request, options, deadline, cancellationToken).ConfigureAwait(false);

        var temporary = new TemporarySnapshot(
            options.TemporaryName ?? SnapshotName.MakeTemporary(old.Name), endpoints, finder, session.Time, session.Observer);
        try
        {
            Snapshot proven = await ProveAsync(body.Named(temporary.Name), temporary, options, deadline, cancellationToken).ConfigureAwait(false);
            session.Observer?.OnNotice($"'{temporary.Name}' is active: replacing '{old.Name}'.");
            return await ReplaceAsync(old, request, body, proven, temporary, options, deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // With a separate time limit, so that nothing is left behind after a cancellation or a timeout either.
            await temporary.RemoveAsync(isCanceled: cancellationToken.IsCancellationRequested).ConfigureAwait(false);
        }
    }

    /// <summary>Builds the snapshot under its temporary name. A failure here has changed nothing.</summary>
    private async Task<Snapshot> ProveAsync(
        CreateSnapshotBody body,
        TemporarySnapshot temporary,
        UpdateSnapshotOptions options,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        using SnapshotListener listener = await waiter.ListenAsync(body.Name, deadline, cancellationToken).ConfigureAwait(false);
        temporary.Expect();
        Snapshot created;
        try
        {
            created = await submission.SendAsync(body, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            temporary.Keep();
            throw;
        }

        temporary.Note(created);
        Snapshot proven = await completion.WaitUntilActiveAsync(created, listener, options, deadline, cancellationToken).ConfigureAwait(false);
        if (options.VerifyAsync is { } verify) await verify(proven, cancellationToken).ConfigureAwait(false);
        return proven;
    }

    /// <summary>Removes the old snapshot and creates the new one. A failure keeps the temporary one, which holds the build.</summary>
    private async Task<Snapshot> ReplaceAsync(
        Snapshot old,
        CreateSnapshotRequest request,
        CreateSnapshotBody body,
        Snapshot proven,
        TemporarySnapshot temporary,
        UpdateSnapshotOptions options,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        using SnapshotListener listener = await waiter.ListenAsync(old.Name, deadline, cancellationToken).ConfigureAwait(false);
        temporary.Keep();
        bool isRemoved = false;
        try
        {
            isRemoved = await TryRemoveAsync(old, deadline, cancellationToken).ConfigureAwait(false);
            await removal.WaitUntilGoneAsync(old, listener, options, deadline, cancellationToken).ConfigureAwait(false);
            Snapshot created = await submission.SendAsync(body.Named(old.Name), deadline, cancellationToken).ConfigureAwait(false);
            Snapshot active = await completion.WaitUntilActiveAsync(created, listener, options, deadline, cancellationToken)
                .ConfigureAwait(false);
            if (active.Ref != proven.Ref) WarnOfOtherImage(request);
            temporary.Note(proven);
            return active;
        }
        catch (RemovalRefused refused)
        {
            temporary.Note(proven);
            throw refused.InnerException!;
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.NotApplied)
        {
            temporary.Note(proven);
            throw;
        }
        catch (DaytonaException exception)
        {
            throw new SnapshotUpdateException(exception.Message, exception)
            {
                IsRemoved = isRemoved,
                Kept = proven,
                Completion = request with { Name = old.Name },
            };
        }
    }

    /// <returns>True: the removal was accepted.</returns>
    /// <exception cref="RemovalRefused">The removal was refused, and the old snapshot is unchanged.</exception>
    private async Task<bool> TryRemoveAsync(Snapshot old, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await deadline.RunAsync(token => endpoints.RemoveAsync(old.Id, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal && exception.Reason is not (ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound))
        {
            throw new RemovalRefused(exception);
        }
        catch (DaytonaException exception)
        {
            // The response may be lost: only the snapshot itself shows whether it was removed.
            Reading? now = await deadline.ReadFinallyAsync<Reading>(
                async token => new Reading(await finder.FindByIdAsync(old.Id, token).ConfigureAwait(false)), cancellationToken)
                .ConfigureAwait(false);
            if (now is null) throw;
            return now.Snapshot is null or { State: SnapshotState.Removing } ? true : throw new RemovalRefused(exception);
        }
    }

    private void WarnOfOtherImage(CreateSnapshotRequest request) => session.Observer?.OnWarning(
        $"The new '{request.Name}' has another image than the one that was active under the temporary name. " +
        "Specify images by digest to avoid this.");

    private sealed record Reading(Snapshot? Snapshot);

    private sealed class RemovalRefused(DaytonaException cause) : Exception(cause.Message, cause);
}
