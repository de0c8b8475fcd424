using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Enables inactive snapshots. The snapshot's state determines the result, regardless of the response.</summary>
internal sealed class SnapshotActivation(
    ClientSession session, SnapshotEndpoints endpoints, SnapshotFinder finder, SnapshotWaiter waiter, SnapshotOwnership ownership)
{
    public async Task<Snapshot> RunAsync(Snapshot snapshot, ChangeSnapshotOptions options, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(options.Timeout, session.Time);
        await deadline.RunAsync(token => ownership.EnsureOwnAsync(snapshot, token), cancellationToken).ConfigureAwait(false);
        if (snapshot.State == SnapshotState.Active)
        {
            session.Observer?.OnNotice($"'{snapshot.Name}' is already active.");
            return snapshot;
        }

        if (snapshot.State != SnapshotState.Inactive) throw NotInactive(snapshot, cause: null);

        using SnapshotListener listener = options.Wait
            ? await waiter.ListenAsync(snapshot.Name, deadline, cancellationToken).ConfigureAwait(false)
            : SnapshotListener.None;
        Snapshot accepted = await SendAsync(snapshot, deadline, cancellationToken).ConfigureAwait(false);
        return options.Wait && accepted.State != SnapshotState.Active
            ? await session.Changes.ReadBackAsync(
                $"the activation of '{snapshot.Name}'", WaitUntilActiveAsync(accepted, listener, options, deadline, cancellationToken)).ConfigureAwait(false)
            : accepted;
    }

    private async Task<Snapshot> SendAsync(Snapshot snapshot, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await deadline.RunAsync(
                token => session.Changes.RunAsync(
                    $"the activation of '{snapshot.Name}'",
                    send => endpoints.ActivateAsync(snapshot.Id, send),
                    async (_, find) => await finder.FindByIdAsync(snapshot.Id, find).ConfigureAwait(false) is { } now && IsAccepted(now)
                        ? new Found<Snapshot>(now)
                        : null,
                    token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (exception is not DaytonaApiException { Reason: ApiErrorReason.CredentialRefused })
        {
            // A lost response, a timeout, and a refusal in one of several wordings. The state distinguishes them.
            Snapshot? now = await deadline.ReadFinallyAsync(token => finder.FindByIdAsync(snapshot.Id, token), cancellationToken)
                .ConfigureAwait(false);
            if (now is not null && IsAccepted(now)) return now;
            if (now is { State: not SnapshotState.Inactive }) throw NotInactive(now, exception);
            if (now is null || exception is not DaytonaApiException { Reason: ApiErrorReason.CoolingDown }) throw;
            throw new SnapshotException(
                SnapshotFailure.CoolingDown, now.Name, $"'{now.Name}' was disabled less than ten minutes ago.", exception) { Snapshot = now };
        }
    }

    private static bool IsAccepted(Snapshot now) => now.State is SnapshotState.Active or SnapshotState.Pending or SnapshotState.Pulling;

    private async Task<Snapshot> WaitUntilActiveAsync(
        Snapshot snapshot,
        SnapshotListener listener,
        ChangeSnapshotOptions options,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        Snapshot? last = await waiter.WaitAsync(
            snapshot.Id,
            new SnapshotWaitOptions
            {
                Until = SnapshotCompletion.IsOver,
                Timeout = deadline.Remaining,
                OnChange = options.OnStateChange,
                Known = snapshot,
            },
            listener,
            cancellationToken).ConfigureAwait(false);
        return SnapshotCompletion.EnsureActive(snapshot.Name, last, failure: null);
    }

    private static SnapshotException NotInactive(Snapshot snapshot, Exception? cause) =>
        new(SnapshotFailure.NotInactive, snapshot.Name, $"'{snapshot.Name}' is {snapshot.State}, and only an inactive snapshot can be enabled.", cause)
        {
            Snapshot = snapshot,
        };
}
