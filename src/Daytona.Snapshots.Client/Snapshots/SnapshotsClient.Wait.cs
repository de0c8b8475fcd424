using Daytona.Snapshots.Client.Logs;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <content>Waiting.</content>
public partial class SnapshotsClient
{
    // The service's reasons for which an image could not be pulled.
    private static readonly string[] PullFailures = ["failed to pull", "failed to inspect", "manifest unknown", "unauthorized", "access denied", "denied:"];

    /// <summary>Waits until a snapshot satisfies a condition, by the service's notifications or, without them, by polling.</summary>
    /// <param name="snapshot">The snapshot, or its name or ID.</param>
    /// <param name="options">The condition, the time limit and the callback for state changes.</param>
    /// <returns>The snapshot as last read, or null if it was removed.</returns>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual async Task<Snapshot?> WaitAsync(SnapshotReference snapshot, SnapshotWaitOptions options, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Begin(Required(options).Timeout, cancellationToken);
        // The first poll of the wait finds an ID.
        if (snapshot.Snapshot is null && !IsId(snapshot))
        {
            if (await deadline.RunAsync(token => FindAsync(snapshot.NameOrId!, token)).ConfigureAwait(false) is not { } found) return null;
            snapshot = found;
        }

        return await WaitAsync(snapshot, options, deadline, listener: null).ConfigureAwait(false);
    }

    /// <summary>Watches the states of all snapshots. Sends nothing until it is read.</summary>
    /// <param name="filter">Limits what is watched; null for all snapshots.</param>
    /// <returns>The watch.</returns>
    public virtual SnapshotWatch Watch(SnapshotFilter? filter = null) => new(this, filter);

    /// <summary>Listens to a snapshot by name, which need not exist yet, so that no notification of a later request is missed.</summary>
    internal Task<SnapshotListener> ListenAsync(string name, Deadline deadline) => ListenAsync(snapshot => snapshot.Name == name, deadline);

    /// <summary>Waits for a snapshot, as just read, within the rest of a time limit.</summary>
    internal Task<Snapshot?> WaitAsync(Snapshot snapshot, SnapshotWaitOptions options, Deadline deadline) =>
        WaitAsync(snapshot, options, deadline, listener: null);

    /// <summary>Waits for a snapshot within the rest of a time limit, and not within that of the options.</summary>
    /// <param name="snapshot">The snapshot as just read, or its ID.</param>
    /// <param name="listener">A listener that is older than the snapshot, which then need not be read again; null for a new one.</param>
    /// <param name="isRemoval">Whether the end of a removal is waited for.</param>
    /// <returns>The snapshot, which was always read from the service; null if it was removed.</returns>
    internal async Task<Snapshot?> WaitAsync(
        SnapshotReference snapshot, SnapshotWaitOptions options, Deadline deadline, SnapshotListener? listener, bool isRemoval = false)
    {
        Snapshot? last = null;
        if (snapshot.Snapshot is { } known && Ends(known)) return known;

        string id = snapshot.Snapshot?.Id ?? snapshot.NameOrId!;
        string? name = snapshot.Snapshot?.Name;
        // The notification of a removal has no ID.
        using SnapshotListener? own = listener is null
            ? await ListenAsync(it => it.Id == id || (it.Id.Length == 0 && it.Name == name), deadline).ConfigureAwait(false)
            : null;
        SnapshotListener notifications = listener ?? own!;
        var wait = new Wait(notifications, Observer, deadline.Time);
        _client.Reader.Enter();
        try
        {
            return await deadline.RunAsync(
                token => wait.RunAsync(ReadAsync, Receive, readsFirst: own is not null || snapshot.Snapshot is null, token)).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            // The last notification may be lost: an operation that ended in the meantime has not timed out.
            if (await deadline.ReadFinallyAsync(ReadAsync).ConfigureAwait(false) is { Value: { } final }) return final.Value;
            throw deadline.Expired(last, accepted: true);
        }
        finally
        {
            _client.Reader.Leave();
        }

        async Task<Found<Snapshot?>?> ReadAsync(CancellationToken token)
        {
            notifications.Clear();
            Snapshot? now = await _client.Reader.ReadAsync(id, name, isRemoval, token).ConfigureAwait(false);
            return now is null || Ends(now) ? new Found<Snapshot?>(now) : null;
        }

        // A notification of an intermediate state need not be read.
        bool Receive(bool gap)
        {
            bool mustRead = gap;
            while (notifications.Take() is { } notification) mustRead |= notification.IsRemoval || Ends(notification.Snapshot);
            return mustRead;
        }

        bool Ends(Snapshot now)
        {
            if (now.State != last?.State) options.OnChange?.Invoke(now);
            last = now;
            return options.Until(now);
        }
    }

    /// <summary>Waits for a creation that the service has accepted. If its state can't be read, the error says that the snapshot may exist.</summary>
    /// <exception cref="SnapshotException">The state can't be read.</exception>
    private static async Task<Snapshot> WaitForAcceptedAsync(string name, Task<Snapshot> wait)
    {
        try
        {
            return await wait.ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (exception is DaytonaApiException or DaytonaConnectionException or UnexpectedResponseException)
        {
            throw new SnapshotException(
                SnapshotFailure.MayExist, name, $"The service accepted the creation of '{name}', but its state can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>Waits until a snapshot is active or has failed, and reads the log of its build meanwhile.</summary>
    /// <returns>The active snapshot.</returns>
    /// <exception cref="SnapshotException">The creation failed, or the snapshot was removed or changed meanwhile.</exception>
    internal async Task<Snapshot> WaitUntilActiveAsync(Snapshot snapshot, SnapshotListener listener, SnapshotOperationOptions options, Deadline deadline)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Caller);
        var waiting = new SnapshotWaitOptions
        {
            Until = static now => SnapshotState.IsFinal(now.State) || now.State == SnapshotState.Removing, OnChange = options.OnStateChange,
        };
        Task<Snapshot?> wait = WaitAsync(snapshot, waiting, new Deadline(null, deadline, ended.Token), listener);
        try
        {
            // A snapshot that the cache made active at once has no log, and one that is only pulled or enabled has none either.
            BuildFailure? failure = options is BuildSnapshotOptions build && snapshot.BuildInfo is not null && !SnapshotState.IsFinal(snapshot.State)
                ? await ReadLogAsync(snapshot.Id, build.OnLogLine ?? (static _ => { }), wait, deadline, deadline.Caller).ConfigureAwait(false)
                : null;
            Snapshot? last = await wait.ConfigureAwait(false);
            if (last?.State == SnapshotState.Active) return last;
            throw NotActive(snapshot.Name, last, failure is null ? null : FailedInstruction.Locate(failure, snapshot.BuildInfo?.DockerfileContent));
        }
        finally
        {
            // An exception of a callback must not leave the wait running.
            ended.Cancel();
        }
    }

    private async Task<SnapshotListener> ListenAsync(Func<Snapshot, bool> concerns, Deadline deadline)
    {
        // Most of a short time limit is left for the requests.
        TimeSpan opening = deadline.Remaining is { } time && time.Ticks / 4 < NotificationChannel.MaxOpening.Ticks
            ? TimeSpan.FromTicks(time.Ticks / 4)
            : NotificationChannel.MaxOpening;
        return await Session.Channel.AddAsync(concerns, Observer, opening, deadline.Caller).ConfigureAwait(false);
    }

    private static SnapshotException NotActive(string name, Snapshot? last, BuildFailure? failure) => last switch
    {
        null => new SnapshotException(SnapshotFailure.Removed, name, $"'{name}' was removed before it was active."),
        _ when SnapshotState.IsFailure(last.State) => new SnapshotException(
            SnapshotFailure.CreationFailed, last, $"The creation of '{name}' failed ({last.State}).{Sentence(last.ErrorReason)}{Sentence(failure?.ToString())}")
        {
            BuildFailure = failure,
            IsPullFailure = last is { BuildInfo: null, ErrorReason: { } reason }
                && PullFailures.Any(text => reason.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0),
        },
        _ => new SnapshotException(SnapshotFailure.Changed, last, $"'{name}' is {last.State}: it was changed before it was active."),
    };

    private static string Sentence(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $" {text!.TrimEnd('.')}.";
}
