using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Replaces a snapshot under its name. The new one is built under a temporary name; only when it is active is the old one
/// removed and the new one created under its name, which the build cache makes active at once.
/// </summary>
internal sealed class SnapshotUpdate(SnapshotsClient client, Snapshot old, SetSnapshotOptions options, Deadline deadline)
{
    /// <summary>The time that is kept for the removal and the creation at the end. A shorter time limit can't hold them.</summary>
    public static readonly TimeSpan ReplacementTime = TimeSpan.FromSeconds(20);

    // The name is missing meanwhile, so that only an error that will not pass ends the attempts.
    private static readonly Backoff Creation = new() { First = TimeSpan.FromSeconds(0.5), Max = TimeSpan.FromSeconds(15), IsJittered = true };
    private static readonly TimeSpan MaxCreationTime = TimeSpan.FromMinutes(30);

    // A process that ends waits as long.
    private static readonly TimeSpan TimeAfterCancellation = TimeSpan.FromSeconds(8);

    private readonly TemporarySnapshot _temporary = new(client, SnapshotName.MakeTemporary(old.Name));

    private IClientObserver? Observer => client.Session.Observer;

    /// <param name="request">The definition of the new snapshot. Properties that are null are taken from the old one.</param>
    /// <returns>The new snapshot.</returns>
    /// <exception cref="SnapshotException">The new snapshot failed. The old one is unchanged.</exception>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid. Nothing has changed.</exception>
    /// <exception cref="SnapshotUpdateException">The update stopped after the old snapshot was removed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired before the old snapshot was removed.</exception>
    public async Task<Snapshot> RunAsync(CreateSnapshotRequest request, BuildSource? source = null)
    {
        if (deadline.Remaining < ReplacementTime)
        {
            throw new SnapshotException(
                SnapshotFailure.TimeLimitTooShort,
                old,
                $"A time limit of {deadline.Timeout!.Value.TotalSeconds:0.#} s is too short to replace '{old.Name}'. The end of a replacement needs {ReplacementTime.TotalSeconds:0} s.");
        }

        await client.GetOwnAsync(old, deadline).ConfigureAwait(false);
        request = SnapshotComparison.Inherit(request, old, options.KeepEntrypoint);
        client.Validate(request);
        CreateSnapshotBody body = await client.UploadAsync(request, options, deadline, source).ConfigureAwait(false);
        try
        {
            Snapshot proven = await ProveAsync(body.Named(_temporary.Name)).ConfigureAwait(false);
            Observer?.OnNotice($"'{_temporary.Name}' is active: replacing '{old.Name}'.");
            Snapshot updated = await ReplaceAsync(request, body.Named(old.Name), proven).ConfigureAwait(false);
            await client.RemoveLeftoversAsync(old.Name, _temporary.Name, deadline).ConfigureAwait(false);
            return updated;
        }
        finally
        {
            // With a separate time limit, so that nothing is left behind after a cancellation or a timeout either.
            await _temporary.RemoveAsync(isCanceled: deadline.Caller.IsCancellationRequested).ConfigureAwait(false);
        }
    }

    /// <summary>Builds the snapshot under its temporary name. A failure here has changed nothing.</summary>
    private async Task<Snapshot> ProveAsync(CreateSnapshotBody body)
    {
        // The upload does not count, so that the part of the limit is known only after it.
        TimeSpan? limit = deadline.Remaining is { } rest ? TimeSpan.FromTicks(Math.Max(0, (rest - ReplacementTime).Ticks)) : null;
        var proving = new Deadline(limit, deadline.Time, deadline.Caller);
        using SnapshotListener listener = await client.ListenAsync(body.Name, proving).ConfigureAwait(false);
        Snapshot created = await _temporary.CreateAsync(() => client.SendAsync(body, proving)).ConfigureAwait(false);
        _temporary.Note(created);
        Snapshot proven = await client.WaitUntilActiveAsync(created, listener, options, proving).ConfigureAwait(false);
        if (options.VerifyAsync is { } verify) await verify(proven, deadline.Caller).ConfigureAwait(false);
        return proven;
    }

    /// <summary>
    /// Removes the old snapshot and creates the new one. A failure keeps the temporary one, which holds the build. A cancellation
    /// does not end this section, because the name is missing in its middle.
    /// </summary>
    private async Task<Snapshot> ReplaceAsync(CreateSnapshotRequest request, CreateSnapshotBody body, Snapshot proven)
    {
        using SnapshotListener listener = await client.ListenAsync(old.Name, deadline).ConfigureAwait(false);
        deadline.Caller.ThrowIfCancellationRequested();
        var section = new Deadline(MaxCreationTime, deadline);
        using CancellationTokenRegistration canceled = deadline.Caller.Register(() => section.ShortenTo(TimeAfterCancellation));
        _temporary.Keep();
        bool isRemoved = false;
        try
        {
            if (!await RemoveAsync(proven, section).ConfigureAwait(false)) await client.WaitUntilGoneAsync(old, listener, options, section).ConfigureAwait(false);
            isRemoved = true;
            Snapshot created = await CreateAsync(body, section).ConfigureAwait(false);
            return Complete(await client.WaitUntilActiveAsync(created, listener, options, section).ConfigureAwait(false));
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.NotApplied)
        {
            _temporary.Note(proven);
            throw;
        }
        catch (DaytonaException exception) when (!_temporary.MustBeRemoved)
        {
            // What was lost may only be a notification or a response.
            if (await client.FindFinallyAsync(body, section).ConfigureAwait(false) is { State: SnapshotState.Active } active)
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
            if (active.Ref != proven.Ref)
            {
                Observer?.OnWarning(
                    $"The new '{request.Name}' has another image than the one that was active under the temporary name. " +
                    "Specify images by digest to avoid this.");
            }

            _temporary.Note(proven);
            return active;
        }
    }

    /// <summary>Removes the old snapshot. If this fails and the old one is unchanged, the temporary one is not needed.</summary>
    /// <returns>Whether the old snapshot is known to be removed; otherwise, its removal was accepted.</returns>
    private async Task<bool> RemoveAsync(Snapshot proven, Deadline section)
    {
        try
        {
            return await client.SendRemovalAsync(old, section).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound)
        {
            return true;
        }
        catch (DaytonaException exception) when (exception is not SnapshotException)
        {
            // The response may be lost: only the snapshot itself shows whether it was removed.
            bool isRefusal = exception is DaytonaApiException { IsRefusal: true };
            Found<Snapshot?>? now = isRefusal ? null : await client.ReadFinallyAsync(old, section).ConfigureAwait(false);
            if (now is not null && SnapshotsClient.IsGone(now.Value) is { } isGone) return isGone;
            if (isRefusal || now is not null) _temporary.Note(proven);
            throw;
        }
    }

    /// <summary>Creates the snapshot under the name that is missing. Only a refusal that is final ends the attempts.</summary>
    private Task<Snapshot> CreateAsync(CreateSnapshotBody body, Deadline section)
    {
        int attempts = 0;
        return Creation.RunAsync(
            async token =>
            {
                try
                {
                    return await client.SendAsync(body, token).ConfigureAwait(false);
                }
                catch (DaytonaException) when (attempts++ > 0)
                {
                    // An earlier attempt may have created it.
                    if (await client.FindFinallyAsync(body, section).ConfigureAwait(false) is { } created) return created;
                    throw;
                }
            },
            static exception => exception is DaytonaException failure and not (SnapshotTimeoutException or DaytonaApiException { Reason: ApiErrorReason.NameTaken })
                && !OutagePatience.IsFinal(failure)
                ? new Repetition((failure as DaytonaApiException)?.RetryAfter)
                : null,
            section,
            section.Caller,
            pause => Observer?.OnWarning(
                $"'{body.Name}' could not be created yet: {pause.Failure.Message.TrimEnd('.')}. Trying again until the time limit."));
    }
}
