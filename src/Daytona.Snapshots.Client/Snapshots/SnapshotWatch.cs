using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Receives the state changes of snapshots, and tracks their states. Changes that were lost with a connection, or that a server without
/// notifications does not send, are found by comparing listings. Not for concurrent use.
/// </summary>
public sealed class SnapshotWatch : IDisposable
{
    private const int PageSize = 200;

    private readonly SnapshotsClient _client;
    private readonly SnapshotFilter? _filter;
    private readonly Dictionary<string, Snapshot> _known = [];
    private List<SnapshotEvent> _events = [];
    private SnapshotListener? _listener;
    private bool _isStarted;
    private bool _isSignaled;
    private bool _mustCompare;

    internal SnapshotWatch(SnapshotsClient client, SnapshotFilter? filter) => (_client, _filter) = (client, filter);

    /// <summary>Whether the service has responded. Otherwise, silence does not mean that nothing changes.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Reads the current states, so that later changes are detected.</summary>
    /// <returns>A task that ends when the states of all snapshots are known.</returns>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_isStarted) return;
        // Listens first, so that a change during the listing arrives as a notification after it.
        _listener ??= await _client.Session.Channel
            .AddAsync(static _ => true, _client.Session.Observer, NotificationChannel.WatchOpening, cancellationToken).ConfigureAwait(false);
        await CompareAsync(cancellationToken).ConfigureAwait(false);
        // The states at the start are not changes.
        _events.Clear();
        _isStarted = true;
    }

    /// <summary>Waits for the next changes. The first call starts the watch if <see cref="StartAsync"/> was not called.</summary>
    /// <returns>At least one change, in the order of receipt.</returns>
    public async Task<IReadOnlyList<SnapshotEvent>> ReadAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        // A comparison lists all snapshots that are watched.
        WaitTimes times = WaitTimes.ForPages((_known.Count / PageSize) + 1);
        return await new Wait(_listener!, _client.Session.Observer, _client.Session.Time, times).RunAsync(
            ReadChangesAsync, Receive, readsFirst: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener?.Dispose();

    private bool Receive(bool gap)
    {
        _isSignaled = true;
        _mustCompare |= gap;
        return true;
    }

    /// <summary>Takes the notifications, and compares unless they are known to be complete.</summary>
    private async Task<Found<IReadOnlyList<SnapshotEvent>>?> ReadChangesAsync(CancellationToken cancellationToken)
    {
        bool compares = _mustCompare || !_isSignaled;
        // Until this read has succeeded: a notification that was taken from the queue may be lost with it.
        (_isSignaled, _mustCompare) = (false, true);
        await TakeNotificationsAsync(cancellationToken).ConfigureAwait(false);
        if (compares) await CompareAsync(cancellationToken).ConfigureAwait(false);
        _mustCompare = false;
        if (_events.Count == 0) return null;
        var events = new Found<IReadOnlyList<SnapshotEvent>>(_events);
        _events = [];
        return events;
    }

    private async Task TakeNotificationsAsync(CancellationToken cancellationToken)
    {
        while (_listener!.Take() is { } notification)
        {
            if (!notification.IsRemoval)
            {
                if (IsWatched(notification.Snapshot)) Record(notification.Snapshot);
                continue;
            }

            // The notification has no ID, and may be about an earlier snapshot of that name: only a read shows which exist.
            foreach (Snapshot known in _known.Values.Where(known => known.Name == notification.Snapshot.Name).ToList())
            {
                if (await _client.FindByIdAsync(known.Id, cancellationToken).ConfigureAwait(false) is null) Remove(known);
            }
        }
    }

    private bool IsWatched(Snapshot snapshot) => _filter?.NameContains is not { } part || snapshot.Name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        HashSet<string> there = [];
        await foreach (Snapshot snapshot in _client.ListAsync(_filter, cancellationToken).ConfigureAwait(false))
        {
            HasAnswered = true;
            there.Add(snapshot.Id);
            Record(snapshot);
        }

        HasAnswered = true;
        foreach (Snapshot removed in _known.Values.Where(snapshot => !there.Contains(snapshot.Id)).ToList()) Remove(removed);
    }

    /// <summary>Records a state, unless it is known or older than the known one.</summary>
    private void Record(Snapshot snapshot)
    {
        if (_known.TryGetValue(snapshot.Id, out Snapshot? before)
            && (before.State == snapshot.State || before.UpdatedAt > snapshot.UpdatedAt))
        {
            return;
        }

        _known[snapshot.Id] = snapshot;
        Note(snapshot, before?.State, snapshot.State);
    }

    private void Remove(Snapshot removed)
    {
        _known.Remove(removed.Id);
        Note(removed, removed.State, SnapshotEvent.Removed);
    }

    private void Note(Snapshot snapshot, string? oldState, string newState) =>
        _events.Add(new SnapshotEvent(_client.Session.Time.GetLocalNow().DateTime, snapshot.Name, oldState, newState, snapshot));
}
