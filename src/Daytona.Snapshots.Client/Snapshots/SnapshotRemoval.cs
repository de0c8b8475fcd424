using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Removes snapshots. A snapshot counts as removed only if it can't be read by its ID.</summary>
internal sealed class SnapshotRemoval(
    ClientSession session, SnapshotEndpoints endpoints, SnapshotFinder finder, SnapshotWaiter waiter, SnapshotOwnership ownership)
{
    // A removal is visible immediately, or a moment later if a replica is read.
    private static readonly TimeSpan VisibleAfter = TimeSpan.FromSeconds(5);

    public async Task RunAsync(Snapshot snapshot, ChangeSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        await deadline.RunAsync(token => ownership.EnsureOwnAsync(snapshot, token), cancellationToken).ConfigureAwait(false);
        using SnapshotListener listener = options.Wait
            ? await waiter.ListenAsync(snapshot.Name, deadline, cancellationToken).ConfigureAwait(false)
            : SnapshotListener.None;
        bool isGone = await SendAsync(snapshot, deadline, cancellationToken).ConfigureAwait(false);
        if (!isGone && options.Wait) await WaitUntilGoneAsync(snapshot, listener, options, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a snapshot whose removal was accepted no longer exists.</summary>
    /// <exception cref="SnapshotException">The snapshot still exists, although its removal was accepted.</exception>
    public async Task WaitUntilGoneAsync(
        Snapshot snapshot,
        SnapshotListener listener,
        SnapshotOperationOptions options,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        long accepted = session.Time.GetTimestamp();
        Snapshot? seen = null;
        var wait = new SnapshotWaitOptions
        {
            Until = now =>
            {
                if (!ReferenceEquals(now, snapshot)) seen = now;
                return now.State != SnapshotState.Removing && session.Time.GetElapsedTime(accepted) > VisibleAfter;
            },
            Timeout = deadline.Remaining,
            OnChange = options.OnStateChange,
            Known = snapshot,
        };
        try
        {
            Snapshot? last = await session.Changes.ReadBackAsync(
                $"the removal of '{snapshot.Name}'", waiter.WaitAsync(snapshot.Id, wait, listener, cancellationToken)).ConfigureAwait(false);
            if (last is not null) throw Unconfirmed(last);
        }
        catch (SnapshotTimeoutException) when (seen is { State: not SnapshotState.Removing })
        {
            // No removal is in progress that would continue.
            throw Unconfirmed(seen);
        }
    }

    /// <summary>Sends the removal.</summary>
    /// <returns>Whether the snapshot is known to be removed.</returns>
    /// <exception cref="SnapshotException">The snapshot is unchanged, although its removal was accepted.</exception>
    public async Task<bool> SendAsync(Snapshot snapshot, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.RunAsync(
                token => session.Changes.RunAsync(
                    $"the removal of '{snapshot.Name}'",
                    async send => !await endpoints.RemoveAsync(snapshot.Id, send).ConfigureAwait(false)
                        // Not confirmed by the service itself: a proxy may have responded in its place.
                        && await IsGoneAsync(snapshot.Id, send).ConfigureAwait(false) is var gone
                        && (gone ?? throw Unconfirmed(snapshot)),
                    async (_, find) => await IsGoneAsync(snapshot.Id, find).ConfigureAwait(false) is { } gone ? new Found<bool>(gone) : null,
                    token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            Reading? now = await deadline.ReadFinallyAsync<Reading>(
                async token => new Reading(await finder.FindByIdAsync(snapshot.Id, token).ConfigureAwait(false)), cancellationToken)
                .ConfigureAwait(false);
            if (now is { Snapshot: null }) return true;
            if (now is { Snapshot.State: SnapshotState.Removing }) return false;
            throw;
        }
        catch (DaytonaApiException exception) when (exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound)
        {
            // The service also answers 404 for a snapshot that another organization shares, and so does anything in between.
            Snapshot? now = await deadline.RunAsync(token => finder.FindByIdAsync(snapshot.Id, token), cancellationToken).ConfigureAwait(false);
            if (now is not null) throw NotApplied(now, $"The service responded that '{now.Name}' does not exist", exception);
            if (!ownership.IsKnownAsOwn(snapshot)) throw;
            session.Observer?.OnNotice($"'{snapshot.Name}' was already removed.");
            return true;
        }
    }

    /// <returns>True if the snapshot does not exist, false if it is being removed, and null if it is unchanged.</returns>
    private async Task<bool?> IsGoneAsync(string id, CancellationToken cancellationToken) =>
        await finder.FindByIdAsync(id, cancellationToken).ConfigureAwait(false) switch
        {
            null => true,
            { State: SnapshotState.Removing } => false,
            _ => null,
        };

    private static SnapshotException Unconfirmed(Snapshot now) => NotApplied(now, $"The removal of '{now.Name}' was reported as successful");

    private static SnapshotException NotApplied(Snapshot now, string response, Exception? cause = null) =>
        new(SnapshotFailure.NotApplied, now.Name, $"{response}, but the snapshot is {now.State}.", cause) { Snapshot = now };

    private sealed record Reading(Snapshot? Snapshot);
}
