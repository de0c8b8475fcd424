using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Disables snapshots. The service accepts this in every state, so that the state is checked before and after.</summary>
internal sealed class SnapshotDeactivation(
    ClientSession session, SnapshotEndpoints endpoints, SnapshotFinder finder, SnapshotWaiter waiter, SnapshotOwnership ownership)
{
    public async Task<Snapshot> RunAsync(Snapshot snapshot, DisableSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        await deadline.RunAsync(token => ownership.EnsureOwnAsync(snapshot, token), cancellationToken).ConfigureAwait(false);
        if (snapshot.State == SnapshotState.Inactive)
        {
            session.Observer?.OnNotice($"'{snapshot.Name}' is already inactive.");
            return snapshot;
        }

        if (snapshot.State != SnapshotState.Active && !options.Force)
        {
            throw new SnapshotException(
                SnapshotFailure.NotActive, snapshot.Name, $"'{snapshot.Name}' is {snapshot.State}, which disabling it would hide.") { Snapshot = snapshot };
        }

        Snapshot? last = await SendAsync(snapshot, deadline, cancellationToken).ConfigureAwait(false);
        if (last is not null && last.State != SnapshotState.Inactive && options.Wait)
        {
            last = await WaitUntilInactiveAsync(last, options, deadline, cancellationToken).ConfigureAwait(false);
        }

        return last?.State switch
        {
            null => throw new SnapshotException(SnapshotFailure.Removed, snapshot.Name, $"'{snapshot.Name}' was removed while it was disabled."),
            SnapshotState.Inactive => last,
            _ => throw new SnapshotException(
                SnapshotFailure.NotApplied, snapshot.Name, $"'{snapshot.Name}' was reported as disabled, but is {last.State}.") { Snapshot = last },
        };
    }

    private async Task<Snapshot?> SendAsync(Snapshot snapshot, Deadline deadline, CancellationToken cancellationToken)
    {
        string what = $"the deactivation of '{snapshot.Name}'";
        try
        {
            return await deadline.RunAsync(
                async token =>
                {
                    await session.Changes.RunAsync(
                        what,
                        async send =>
                        {
                            await endpoints.DeactivateAsync(snapshot.Id, send).ConfigureAwait(false);
                            return true;
                        },
                        async (_, find) => await finder.FindByIdAsync(snapshot.Id, find).ConfigureAwait(false) is null or { State: SnapshotState.Inactive }
                            ? new Found<bool>(true)
                            : null,
                        token).ConfigureAwait(false);
                    return await session.Changes.ReadBackAsync(what, finder.FindByIdAsync(snapshot.Id, token)).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (exception is not DaytonaApiException { Reason: ApiErrorReason.CredentialRefused })
        {
            // The response may be lost although the service disabled the snapshot.
            Snapshot? now = await deadline.ReadFinallyAsync(token => finder.FindByIdAsync(snapshot.Id, token), cancellationToken)
                .ConfigureAwait(false);
            if (now?.State != SnapshotState.Inactive) throw;
            return now;
        }
    }

    private Task<Snapshot?> WaitUntilInactiveAsync(
        Snapshot snapshot, DisableSnapshotOptions options, Deadline deadline, CancellationToken cancellationToken) => waiter.WaitAsync(
        snapshot.Id,
        new SnapshotWaitOptions
        {
            Until = static now => now.State == SnapshotState.Inactive,
            Timeout = deadline.Remaining,
            OnChange = options.OnStateChange,
            Known = snapshot,
        },
        cancellationToken);
}
