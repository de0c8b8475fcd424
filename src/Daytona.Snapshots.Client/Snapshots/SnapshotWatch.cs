using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Receives state changes and tracks the known states. Changes that were lost with a connection, or that a server without
/// notifications does not send, are found by comparing listings.
/// </summary>
internal sealed class SnapshotWatch(
    Func<CancellationToken, Task<SnapshotListener>> listen,
    Func<ISnapshotPager> list,
    IClientObserver? observer,
    TimeProvider time) : ISnapshotWatch
{
    // A comparison lists all snapshots.
    private static readonly WaitTimes Times = new()
    {
        StartsFast = false,
        Poll = TimeSpan.FromSeconds(2),
        LatePoll = TimeSpan.FromSeconds(2),
        Silent = TimeSpan.FromSeconds(60),
        FirstSafety = TimeSpan.FromSeconds(60),
        MaxSafety = TimeSpan.FromSeconds(60),
    };

    private readonly Dictionary<string, Snapshot> _known = [];
    private SnapshotListener? _listener;
    private bool _isStarted;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_isStarted) return;
        // Listens first, so that a change during the listing arrives as a notification after it.
        _listener ??= await listen(cancellationToken).ConfigureAwait(false);
        await CompareAsync(cancellationToken).ConfigureAwait(false);
        _isStarted = true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SnapshotEvent>> ReadAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        return await new Wait(_listener!, observer, time, Times).RunAsync(
            async token => StepOf(await CompareAsync(token).ConfigureAwait(false)), () => StepOf(ReceiveNotifications()), readsFirst: false, cancellationToken)
            .ConfigureAwait(false);

        static WaitStep<IReadOnlyList<SnapshotEvent>> StepOf(List<SnapshotEvent> events) =>
            events.Count > 0 ? WaitStep.Over<IReadOnlyList<SnapshotEvent>>(events) : WaitStep.Continue;
    }

    /// <inheritdoc/>
    public void Dispose() => _listener?.Dispose();

    private List<SnapshotEvent> ReceiveNotifications()
    {
        List<SnapshotEvent> events = [];
        while (_listener!.Take() is { } notification)
        {
            if (notification.IsRemoval)
            {
                // The notification has no ID. Of two snapshots of that name, the older one was removed.
                Snapshot? removed = _known.Values.Where(snapshot => snapshot.Name == notification.Snapshot.Name)
                    .OrderBy(snapshot => snapshot.CreatedAt).FirstOrDefault();
                if (removed is not null) events.Add(Remove(removed));
            }
            else if (Record(notification.Snapshot) is { } change)
            {
                events.Add(change);
            }
        }

        return events;
    }

    private async Task<List<SnapshotEvent>> CompareAsync(CancellationToken cancellationToken)
    {
        List<SnapshotEvent> events = [];
        HashSet<string> there = [];
        using (ISnapshotPager pager = list())
        {
            while (await pager.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshots)
            {
                foreach (Snapshot snapshot in snapshots)
                {
                    there.Add(snapshot.Id);
                    if (Record(snapshot) is { } change) events.Add(change);
                }
            }
        }

        foreach (Snapshot removed in _known.Values.Where(snapshot => !there.Contains(snapshot.Id)).ToList())
        {
            events.Add(Remove(removed));
        }

        return events;
    }

    /// <summary>Records a state. Returns null if it is known, or older than the known one.</summary>
    private SnapshotEvent? Record(Snapshot snapshot)
    {
        if (_known.TryGetValue(snapshot.Id, out Snapshot? before)
            && (before.State == snapshot.State || before.UpdatedAt > snapshot.UpdatedAt))
        {
            return null;
        }

        _known[snapshot.Id] = snapshot;
        return Event(snapshot, before?.State, snapshot.State);
    }

    private SnapshotEvent Remove(Snapshot removed)
    {
        _known.Remove(removed.Id);
        return Event(removed, removed.State, SnapshotEvent.Removed);
    }

    private SnapshotEvent Event(Snapshot snapshot, string? oldState, string newState) => new()
    {
        Time = time.GetLocalNow().DateTime,
        Name = snapshot.Name,
        OldState = oldState,
        NewState = newState,
        Snapshot = snapshot,
    };
}
