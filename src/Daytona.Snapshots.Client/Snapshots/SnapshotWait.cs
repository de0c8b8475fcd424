using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// One wait for one snapshot: until it is as it should be, is gone, or the time is over. Notifications say when to look;
/// where there are none, it looks again and again. What ends the wait was read from the service.
/// </summary>
internal sealed class SnapshotWait(
    Func<CancellationToken, Task<Snapshot?>> read,
    SnapshotListener listener,
    SnapshotWaitOptions options,
    IClientObserver? observer,
    TimeProvider time)
{
    /// <summary>A look in spite of the notifications, for one may be lost.</summary>
    public static readonly TimeSpan SafetyDelay = TimeSpan.FromSeconds(15);

    // The first looks come quickly, for what the cache makes is active at once; a long build is not hurried by looking.
    private static readonly TimeSpan[] FirstLooks =
    [
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1),
    ];

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The service may be away for a moment while a build goes on. Longer than this it is not coming back for a wait.
    /// </summary>
    public static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(5);

    // More than a timer can hold is as good as for ever.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    private readonly long _started = time.GetTimestamp();
    private long? _absentSince;
    private Snapshot? _last;

    public async Task<Snapshot?> RunAsync(CancellationToken cancellationToken)
    {
        // With a listener of its own, taken before the last reading, the caller knows the state as it is.
        bool mustLook = options.Known is null || options.Listener is null;
        if (options.Known is { } known && IsOver(known)) return known;

        // The limit holds for a reading too, which may hang, or wait at a rate limit.
        using CancellationTokenSource limit = options.Timeout is { } timeout && timeout < LongestTimeout
            ? time.CreateCancellationTokenSource(timeout)
            : new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await LookAsync(mustLook, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SnapshotTimeoutException($"The wait is over after {options.Timeout}.")
            {
                Snapshot = _last,
                Timeout = options.Timeout!.Value,
            };
        }
    }

    private async Task<Snapshot?> LookAsync(bool mustLook, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (mustLook)
            {
                listener.Reset();
                // What was told before is part of what is read now.
                while (listener.Take() is not null)
                {
                }

                if (await TryReadAsync(cancellationToken).ConfigureAwait(false) is { } reading)
                {
                    if (reading.Snapshot is null) return null;
                    if (IsOver(reading.Snapshot)) return reading.Snapshot;
                }
            }

            mustLook = await WaitForReasonToLookAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a notice or the next look's time.</summary>
    /// <returns>False where the notice was of a state on the way, which needs no look.</returns>
    private async Task<bool> WaitForReasonToLookAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = listener.IsLive ? SafetyDelay : DelayUntilNextLook();
        Task signal = listener.Signal;
        using (var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            Task done = await Task.WhenAny(signal, time.Delay(delay, timer.Token)).ConfigureAwait(false);
            timer.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
            if (done != signal) return true;
        }

        return HearNotices();
    }

    private bool HearNotices()
    {
        // Before the notices are taken, so that one that comes meanwhile signals again.
        bool mustLook = listener.Reset();
        while (listener.Take() is { } notice)
        {
            mustLook |= notice.IsRemoval || IsOver(notice.Snapshot);
        }

        return mustLook;
    }

    private bool IsOver(Snapshot snapshot)
    {
        if (snapshot.State != _last?.State) options.OnChange?.Invoke(snapshot);
        _last = snapshot;
        return options.Until(snapshot);
    }

    // A reading that fails does not end the wait: a creation that succeeds must not be reported as failed.
    private async Task<Reading?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reading = new Reading(await read(cancellationToken).ConfigureAwait(false));
            _absentSince = null;
            return reading;
        }
        catch (DaytonaException exception) when (exception.IsTransient)
        {
            _absentSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(_absentSince.Value) > LongestAbsence) throw;
            observer?.OnNotice($"{exception.Message} Still waiting.");
            return null;
        }
    }

    /// <summary>
    /// How long it is until the next look. Looks have their times, counted from the wait's beginning, so that the time that each
    /// takes does not add up; one that would come close behind a slow one is left out.
    /// </summary>
    private TimeSpan DelayUntilNextLook()
    {
        TimeSpan elapsed = time.GetElapsedTime(_started);
        foreach (TimeSpan look in FirstLooks)
        {
            if (look > elapsed) return look - elapsed;
        }

        TimeSpan delay = elapsed < Late ? Delay : LateDelay;
        long lookNumber = (elapsed.Ticks + (delay.Ticks / 2)) / delay.Ticks + 1;
        return TimeSpan.FromTicks(lookNumber * delay.Ticks) - elapsed;
    }

    private readonly record struct Reading(Snapshot? Snapshot);
}
