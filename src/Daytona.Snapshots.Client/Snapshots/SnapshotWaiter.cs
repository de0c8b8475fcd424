using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Starts waits, each with a listener for the service's notifications.</summary>
internal sealed class SnapshotWaiter(ClientSession session)
{
    /// <summary>
    /// Listens to a snapshot by name, which need not exist yet, so that no notification of a later request is missed.
    /// </summary>
    public Task<SnapshotListener> ListenAsync(string name, Deadline deadline, CancellationToken cancellationToken) =>
        session.Channel.AddAsync(snapshot => snapshot.Name == name, session.Observer, OpeningTime(deadline.Remaining), cancellationToken);

    public async Task<Snapshot?> WaitAsync(string id, SnapshotWaitOptions options, CancellationToken cancellationToken)
    {
        // The notification of a removal has no ID.
        string? name = options.Known?.Name;
        var deadline = new Deadline(options.Timeout, session.Time);
        using SnapshotListener listener = await session.Channel.AddAsync(
            snapshot => snapshot.Id == id || (snapshot.Id.Length == 0 && snapshot.Name == name), session.Observer, OpeningTime(deadline.Remaining), cancellationToken)
            .ConfigureAwait(false);
        return await RunAsync(id, options, listener, mustRead: true, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits with a listener that is older than <see cref="SnapshotWaitOptions.Known"/>, which need not be read again.</summary>
    public Task<Snapshot?> WaitAsync(
        string id, SnapshotWaitOptions options, SnapshotListener listener, CancellationToken cancellationToken) =>
        RunAsync(id, options, listener, mustRead: options.Known is null, new Deadline(options.Timeout, session.Time), cancellationToken);

    // Most of a short time limit is left for the requests.
    private static TimeSpan OpeningTime(TimeSpan? remaining) =>
        remaining is { } time && time.Ticks / 4 < NotificationChannel.MaxOpening.Ticks ? TimeSpan.FromTicks(time.Ticks / 4) : NotificationChannel.MaxOpening;

    private async Task<Snapshot?> RunAsync(
        string id, SnapshotWaitOptions options, SnapshotListener listener, bool mustRead, Deadline deadline, CancellationToken cancellationToken)
    {
        using (session.Batch.Enter())
        {
            var wait = new SnapshotWait(
                token => session.Batch.ReadAsync(id, token), listener, options, session.Observer, deadline);
            return await wait.RunAsync(mustRead, cancellationToken).ConfigureAwait(false);
        }
    }
}
