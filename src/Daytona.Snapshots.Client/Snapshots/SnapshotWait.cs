using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Waits for one snapshot until it satisfies a condition, is removed, or the time limit expires. The result was always read from the
/// service.
/// </summary>
internal sealed class SnapshotWait(
    Func<CancellationToken, Task<Snapshot?>> read,
    SnapshotListener listener,
    SnapshotWaitOptions options,
    IClientObserver? observer,
    Deadline deadline)
{
    private readonly Wait _wait = new(listener, observer, deadline.Time);
    private Snapshot? _last;

    /// <param name="mustRead">Whether to read before the first notification; otherwise, the caller knows the state as it is.</param>
    public async Task<Snapshot?> RunAsync(bool mustRead)
    {
        if (options.Known is { } known && IsOver(known)) return known;

        try
        {
            return await deadline.RunAsync(token => _wait.RunAsync(ReadAsync, Receive, mustRead, token)).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            // The last notification may be lost: an operation that ended in the meantime has not timed out.
            Found<Snapshot?>? final = await deadline.ReadFinallyAsync(read).ConfigureAwait(false);
            if (final is { Value: null }) return null;
            if (final is { Value: { } snapshot } && IsOver(snapshot)) return snapshot;
            throw deadline.Expired(_last, accepted: true);
        }
    }

    private async Task<WaitStep<Snapshot?>> ReadAsync(CancellationToken cancellationToken)
    {
        listener.Clear();
        Snapshot? now = await read(cancellationToken).ConfigureAwait(false);
        return now is null || IsOver(now) ? WaitStep.Over(now) : WaitStep.Continue;
    }

    /// <summary>Takes the notifications. One of an intermediate state need not be read.</summary>
    private WaitStep<Snapshot?> Receive(bool gap)
    {
        bool mustRead = gap;
        while (listener.Take() is { } notification)
        {
            mustRead |= notification.IsRemoval || IsOver(notification.Snapshot);
        }

        return mustRead ? WaitStep.Read : WaitStep.Continue;
    }

    private bool IsOver(Snapshot snapshot)
    {
        if (snapshot.State != _last?.State) options.OnChange?.Invoke(snapshot);
        _last = snapshot;
        return options.Until(snapshot);
    }
}
