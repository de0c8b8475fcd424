using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <content>Removal. A snapshot counts as removed only if it can't be read by its ID.</content>
public partial class SnapshotsClient
{
    // A removal is visible immediately, or a moment later if a replica is read.
    private static readonly TimeSpan VisibleAfter = TimeSpan.FromSeconds(5);

    /// <summary>Removes a snapshot. A snapshot that was deleted in the meantime is not an error.</summary>
    /// <param name="snapshot">The snapshot, or its name or ID.</param>
    /// <param name="options">Whether to wait until it is removed, and for how long; null for the defaults.</param>
    /// <returns>A task that ends when the service has accepted the request, or when the snapshot is removed.</returns>
    /// <exception cref="SnapshotException">The snapshot is general.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task RemoveAsync(SnapshotReference snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        RemoveAsync(snapshot, options ??= new ChangeSnapshotOptions(), Begin(options.Timeout, cancellationToken));

    /// <summary>Removes a snapshot within the rest of a time limit, and not within that of the options.</summary>
    /// <param name="waitAsync">Awaits the end of a removal that the service has accepted; null to await it here.</param>
    internal async Task RemoveAsync(SnapshotReference reference, ChangeSnapshotOptions options, Deadline deadline, Func<Task, Task>? waitAsync = null)
    {
        Snapshot snapshot = await GetOwnAsync(reference, deadline).ConfigureAwait(false);
        using SnapshotListener listener = options.Wait ? await ListenAsync(snapshot.Name, deadline).ConfigureAwait(false) : SnapshotListener.None;
        bool isGone = await SendRemovalAsync(snapshot, deadline).ConfigureAwait(false);
        if (isGone || !options.Wait) return;
        Task wait = WaitUntilGoneAsync(snapshot, listener, options, deadline);
        await (waitAsync?.Invoke(wait) ?? wait).ConfigureAwait(false);
    }

    /// <summary>Waits until a snapshot whose removal was accepted no longer exists.</summary>
    /// <exception cref="SnapshotException">The snapshot still exists, although its removal was accepted.</exception>
    internal async Task WaitUntilGoneAsync(Snapshot snapshot, SnapshotListener listener, SnapshotOperationOptions options, Deadline deadline)
    {
        long accepted = Session.Time.GetTimestamp();
        Snapshot? seen = null;
        var wait = new SnapshotWaitOptions
        {
            Until = now =>
            {
                if (!ReferenceEquals(now, snapshot)) seen = now;
                return now.State != SnapshotState.Removing && Session.Time.GetElapsedTime(accepted) > VisibleAfter;
            },
            OnChange = options.OnStateChange,
        };
        try
        {
            Snapshot? last = await Session.Changes.ReadBackAsync(
                $"the removal of '{snapshot.Name}'", WaitAsync(snapshot, wait, deadline, listener, isRemoval: true)).ConfigureAwait(false);
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
    internal async Task<bool> SendRemovalAsync(Snapshot snapshot, Deadline deadline)
    {
        try
        {
            return await SendChangeAsync(
                snapshot,
                "removal",
                async send => !await DeleteAsync(snapshot.Id, send).ConfigureAwait(false)
                    // Not confirmed by the service itself: a proxy may have responded in its place.
                    && (IsGone(await FindByIdAsync(snapshot.Id, send).ConfigureAwait(false)) ?? throw Unconfirmed(snapshot)),
                static now => IsGone(now) is { } gone ? new Found<bool>(gone) : null,
                deadline).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            if (await ReadFinallyAsync(snapshot, deadline).ConfigureAwait(false) is { } now && IsGone(now.Value) is { } gone) return gone;
            throw;
        }
        catch (DaytonaApiException exception) when (exception.Reason is ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotFound)
        {
            // The service also answers 404 for a snapshot that another organization shares, and so does anything in between.
            Snapshot? now = await deadline.RunAsync(token => FindByIdAsync(snapshot.Id, token)).ConfigureAwait(false);
            if (now is not null) throw NotApplied(now, $"The service responded that '{now.Name}' does not exist", exception);
            if (!IsKnownAsOwn(snapshot)) throw;
            Observer?.OnNotice($"'{snapshot.Name}' was already removed.");
            return true;
        }
    }

    /// <summary>Sends one request to remove a snapshot.</summary>
    /// <returns>Whether the response is the service's own, which contains its version. There is no body to distinguish a
    /// proxy's response.</returns>
    internal Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => Session.Api.DeleteAsync(SnapshotPath.For(id), cancellationToken);

    /// <returns>True if the snapshot does not exist, false if it is being removed, and null if it is unchanged.</returns>
    internal static bool? IsGone(Snapshot? now) => now is null ? true : now.State == SnapshotState.Removing ? false : null;

    private static SnapshotException Unconfirmed(Snapshot now) => NotApplied(now, $"The removal of '{now.Name}' was reported as successful");

    private static SnapshotException NotApplied(Snapshot now, string response, Exception? cause = null) =>
        new(SnapshotFailure.NotApplied, now, $"{response}, but the snapshot is {now.State}.", cause);
}
