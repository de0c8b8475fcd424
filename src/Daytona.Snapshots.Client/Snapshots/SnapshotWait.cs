using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Waits for one snapshot until it satisfies a condition, is removed, or the time limit expires. Notifications say when to
/// read; without them, it polls. The result was always read from the service.
/// </summary>
internal sealed class SnapshotWait(
    Func<CancellationToken, Task<Snapshot?>> read,
    SnapshotListener listener,
    SnapshotWaitOptions options,
    IClientObserver? observer,
    TimeProvider time)
{
    /// <summary>
    /// The service is read despite notifications, because one may be lost: first after this time, then less and less often.
    /// </summary>
    public static readonly TimeSpan FirstSafetyDelay = TimeSpan.FromSeconds(8);

    /// <summary>The longest time between two reads despite notifications.</summary>
    public static readonly TimeSpan MaxSafetyDelay = TimeSpan.FromSeconds(15);

    // The first polls come quickly, because a cached build is active at once; a long build does not need them.
    private static readonly TimeSpan[] FirstPolls =
    [
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1),
    ];

    private static readonly TimeSpan PollDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LatePollDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    private readonly OperationDeadline _deadline = new(options.Timeout, time);
    private readonly ServiceOutage _outage = new(time, observer);
    private readonly long _started = time.GetTimestamp();
    private Snapshot? _last;

    /// <param name="mustRead">Whether to read before the first notification; otherwise, the caller knows the state as it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Snapshot?> RunAsync(bool mustRead, CancellationToken cancellationToken)
    {
        if (options.Known is { } known && IsOver(known)) return known;

        try
        {
            return await _deadline.RunAsync(token => PollAsync(mustRead, token), cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotTimeoutException)
        {
            // The last notification may be lost: an operation that ended in the meantime has not timed out.
            Reading? final = await _deadline.ReadFinallyAsync<Reading>(
                async token => new Reading(await read(token).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
            if (final is { Snapshot: null }) return null;
            if (final is { Snapshot: { } snapshot } && IsOver(snapshot)) return snapshot;
            throw _deadline.Expired(_last, accepted: true);
        }
    }

    private async Task<Snapshot?> PollAsync(bool mustRead, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (mustRead)
            {
                listener.Reset();
                // Earlier notifications are part of what is read now.
                while (listener.Take() is not null)
                {
                }

                if (await TryReadAsync(cancellationToken).ConfigureAwait(false) is { } reading)
                {
                    if (reading.Snapshot is null) return null;
                    if (IsOver(reading.Snapshot)) return reading.Snapshot;
                }
            }

            mustRead = await WaitForReasonToReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a notification or the next poll.</summary>
    /// <returns>False if the notification is of an intermediate state, which need not be read.</returns>
    private async Task<bool> WaitForReasonToReadAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = listener.IsLive ? NextSafetyDelay() : DelayUntilNextPoll();
        Task signal = listener.Signal;
        using (var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            Task done = await Task.WhenAny(signal, time.Delay(delay, timer.Token)).ConfigureAwait(false);
            timer.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
            if (done != signal) return true;
        }

        return ReceiveNotifications();
    }

    private bool ReceiveNotifications()
    {
        // Before the notifications are taken, so that one that comes meanwhile signals again.
        bool mustRead = listener.Reset();
        while (listener.Take() is { } notification)
        {
            mustRead |= notification.IsRemoval || IsOver(notification.Snapshot);
        }

        return mustRead;
    }

    private bool IsOver(Snapshot snapshot)
    {
        if (snapshot.State != _last?.State) options.OnChange?.Invoke(snapshot);
        _last = snapshot;
        return options.Until(snapshot);
    }

    // A failed read does not end the wait: a creation that succeeds must not be reported as failed.
    private async Task<Reading?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reading = new Reading(await read(cancellationToken).ConfigureAwait(false));
            _outage.End();
            return reading;
        }
        catch (DaytonaException exception) when (
            (exception.IsTransient || exception is UnexpectedResponseException) && _outage.Survives(exception))
        {
            return null;
        }
    }

    private TimeSpan NextSafetyDelay() => time.GetElapsedTime(_started) < FirstSafetyDelay ? FirstSafetyDelay : MaxSafetyDelay;

    /// <summary>
    /// The time until the next poll. Polls have fixed times from the start of the wait, so that the duration of each does
    /// not add up; a poll that would closely follow a slow one is skipped.
    /// </summary>
    private TimeSpan DelayUntilNextPoll()
    {
        TimeSpan elapsed = time.GetElapsedTime(_started);
        foreach (TimeSpan poll in FirstPolls)
        {
            if (poll > elapsed) return poll - elapsed;
        }

        TimeSpan delay = elapsed < Late ? PollDelay : LatePollDelay;
        long pollNumber = (elapsed.Ticks + (delay.Ticks / 2)) / delay.Ticks + 1;
        return TimeSpan.FromTicks(pollNumber * delay.Ticks) - elapsed;
    }

    private sealed record Reading(Snapshot? Snapshot);
}
