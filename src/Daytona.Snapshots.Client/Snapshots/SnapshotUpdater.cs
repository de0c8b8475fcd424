using Daytona.Snapshots.Client.Http;
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
    SnapshotOwnership ownership,
    UpdateLeftovers leftovers)
{
    /// <summary>The time that is kept for the removal and the creation at the end. A shorter time limit can't hold them.</summary>
    public static readonly TimeSpan ReplacementTime = TimeSpan.FromSeconds(20);

    // The name is missing meanwhile, so that only an error that will not pass ends the attempts.
    private static readonly Backoff Creation = new() { First = TimeSpan.FromSeconds(0.5), Max = TimeSpan.FromSeconds(15), IsJittered = true };
    private static readonly TimeSpan MaxCreationTime = TimeSpan.FromMinutes(30);

    // A process that ends waits as long.
    private static readonly TimeSpan TimeAfterCancellation = TimeSpan.FromSeconds(8);

    public async Task<Snapshot> RunAsync(
        Snapshot old, CreateSnapshotRequest request, UpdateSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        if (deadline.Remaining < ReplacementTime)
        {
            throw new SnapshotException(
                SnapshotFailure.TimeLimitTooShort,
                old.Name,
                $"A time limit of {deadline.Timeout!.Value.TotalSeconds:0.#} s is too short to replace '{old.Name}'. The end of a replacement needs {ReplacementTime.TotalSeconds:0} s.")
            {
                Snapshot = old,
            };
        }

        await deadline.RunAsync(token => ownership.EnsureOwnAsync(old, token), cancellationToken).ConfigureAwait(false);
        request = SnapshotInheritance.Complete(request, old, options.KeepEntrypoint);
        CreateSnapshotBody body = await preparation.RunAsync(request, options, deadline, cancellationToken).ConfigureAwait(false);

        var temporary = new TemporarySnapshot(
            options.TemporaryName ?? SnapshotName.MakeTemporary(old.Name), endpoints, finder, session.Time, session.Observer);
        try
        {
            // The upload does not count, so that the part of the limit is known only after it.
            var proving = new Deadline(deadline.Remaining is { } rest ? TimeSpan.FromTicks(Math.Max(0, (rest - ReplacementTime).Ticks)) : null, session.Time);
            Snapshot proven = await ProveAsync(body.Named(temporary.Name), temporary, options, proving, cancellationToken).ConfigureAwait(false);
            session.Observer?.OnNotice($"'{temporary.Name}' is active: replacing '{old.Name}'.");
            Snapshot updated = await ReplaceAsync(old, request, body, proven, temporary, options, deadline, cancellationToken).ConfigureAwait(false);
            // A cancellation comes too late for the update, and ends only this.
            if (!cancellationToken.IsCancellationRequested) await RemoveLeftoversAsync(old.Name, temporary.Name).ConfigureAwait(false);
            return updated;
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

    /// <summary>
    /// Removes the old snapshot and creates the new one. A failure keeps the temporary one, which holds the build. A cancellation
    /// does not end this section, because the name is missing in its middle.
    /// </summary>
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
        cancellationToken.ThrowIfCancellationRequested();
        var section = new Deadline(MaxCreationTime, session.Time, within: deadline);
        using CancellationTokenRegistration canceled = cancellationToken.Register(() => section.ShortenTo(TimeAfterCancellation));
        CreateSnapshotBody named = body.Named(old.Name);
        temporary.Keep();
        bool isRemoved = false;
        try
        {
            if (!await RemoveAsync(old, section).ConfigureAwait(false))
            {
                await removal.WaitUntilGoneAsync(old, listener, options, section, CancellationToken.None).ConfigureAwait(false);
            }

            isRemoved = true;
            Snapshot created = await CreateAsync(named, section).ConfigureAwait(false);
            Snapshot active = await completion.WaitUntilActiveAsync(created, listener, options, section, CancellationToken.None)
                .ConfigureAwait(false);
            return Complete(active);
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
            // What was lost may only be a notification or a response.
            if (await submission.FindFinallyAsync(named, section, CancellationToken.None).ConfigureAwait(false) is { State: SnapshotState.Active } active)
            {
                return Complete(active);
            }

            throw new SnapshotUpdateException(exception.Message, exception)
            {
                IsRemoved = isRemoved,
                Kept = proven,
                Completion = request with { Name = old.Name },
            };
        }

        Snapshot Complete(Snapshot active)
        {
            if (active.Ref != proven.Ref) WarnOfOtherImage(request);
            temporary.Note(proven);
            return active;
        }
    }

    /// <returns>Whether the snapshot is known to be removed; otherwise, its removal was accepted.</returns>
    /// <exception cref="RemovalRefused">The removal was refused, and the old snapshot is unchanged.</exception>
    private async Task<bool> RemoveAsync(Snapshot old, Deadline deadline)
    {
        try
        {
            return await removal.SendAsync(old, deadline, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound)
        {
            return true;
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal)
        {
            throw new RemovalRefused(exception);
        }
        catch (DaytonaException exception) when (exception is not SnapshotException)
        {
            // The response may be lost: only the snapshot itself shows whether it was removed.
            Found<Snapshot?>? now = await deadline.ReadFinallyAsync<Found<Snapshot?>>(
                async token => new Found<Snapshot?>(await finder.FindByIdAsync(old.Id, token).ConfigureAwait(false)), CancellationToken.None)
                .ConfigureAwait(false);
            if (now is null) throw;
            return now.Value is null || (now.Value.State == SnapshotState.Removing ? false : throw new RemovalRefused(exception));
        }
    }

    /// <summary>Creates the snapshot under the name that is missing. Only a refusal that is final ends the attempts.</summary>
    private Task<Snapshot> CreateAsync(CreateSnapshotBody body, Deadline deadline)
    {
        int attempts = 0;
        return Creation.RunAsync(
            async token =>
            {
                try
                {
                    return await submission.SendAsync(body, token).ConfigureAwait(false);
                }
                catch (DaytonaException) when (attempts++ > 0)
                {
                    // An earlier attempt may have created it.
                    if (await submission.FindFinallyAsync(body, deadline, token).ConfigureAwait(false) is { } created) return created;
                    throw;
                }
            },
            static exception => exception is DaytonaException failure and not (SnapshotTimeoutException or DaytonaApiException { Reason: ApiErrorReason.NameTaken })
                && !OutagePatience.IsFinal(failure)
                ? new Repetition((failure as DaytonaApiException)?.RetryAfter)
                : null,
            deadline,
            CancellationToken.None,
            pause => session.Observer?.OnWarning(
                $"'{body.Name}' could not be created yet: {pause.Failure.Message.TrimEnd('.')}. Trying again until the time limit."));
    }

    private async Task RemoveLeftoversAsync(string name, string temporaryName)
    {
        try
        {
            IReadOnlyList<Snapshot> left = await new Deadline(Deadline.FinalReadTime, session.Time)
                .RunAsync(token => leftovers.FindAsync(name, token), CancellationToken.None).ConfigureAwait(false);
            await leftovers.RemoveAsync([.. left.Where(snapshot => snapshot.Name != temporaryName)], CancellationToken.None).ConfigureAwait(false);
        }
        catch (DaytonaException exception)
        {
            session.Observer?.OnNotice($"Leftovers of earlier updates of '{name}' could not be searched for: {exception.Message}");
        }
    }

    private void WarnOfOtherImage(CreateSnapshotRequest request) => session.Observer?.OnWarning(
        $"The new '{request.Name}' has another image than the one that was active under the temporary name. " +
        "Specify images by digest to avoid this.");

    private sealed class RemovalRefused(DaytonaException cause) : Exception(cause.Message, cause);
}
