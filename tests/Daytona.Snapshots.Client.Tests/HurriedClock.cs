namespace Daytona.Snapshots.Client.Tests;

/// <summary>
/// A clock on which every wait is over at once: the time jumps to its end, and the wait is remembered. Limits, which are
/// there to end something else, fall due when the time has jumped so far.
/// </summary>
internal sealed class HurriedClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<Alarm> _limits = [];
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    /// <summary>What was waited for, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate) return [.. _waits];
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        // A source that cancels after some time passes itself.
        if (state is CancellationTokenSource) alarm.Change(dueTime, period);
        else if (dueTime != Timeout.InfiniteTimeSpan) Jump(dueTime, alarm);
        return alarm;
    }

    /// <summary>Jumps from limit to limit until one of them cancels, as for a request to which there is no response.</summary>
    public void JumpUntil(CancellationToken cancelled)
    {
        while (!cancelled.IsCancellationRequested)
        {
            Alarm limit;
            lock (_gate)
            {
                limit = _limits.MinBy(static limit => limit.At) ?? throw new InvalidOperationException("Nothing limits the request.");
                _limits.Remove(limit);
                if (limit.At > _now) _now = limit.At;
            }

            limit.Ring();
        }
    }

    private void Jump(TimeSpan wait, Alarm over)
    {
        lock (_gate) _waits.Add(wait);
        ThreadPool.QueueUserWorkItem(_ => JumpOverLimits(wait, over));
    }

    private void JumpOverLimits(TimeSpan wait, Alarm over)
    {
        while (true)
        {
            Alarm? limit;
            lock (_gate)
            {
                DateTimeOffset end = _now + wait;
                limit = _limits.Where(limit => limit.At < end).MinBy(static limit => limit.At);
                TimeSpan jump = limit is null ? wait : limit.At > _now ? limit.At - _now : TimeSpan.Zero;
                _now += jump;
                wait -= jump;
                if (limit is not null) _limits.Remove(limit);
            }

            if (limit is null) break;
            limit.Ring();
            // What the limit has ended waits no longer.
            if (over.IsDisposed) return;
        }

        over.Ring();
    }

    private sealed class Alarm(HurriedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset At { get; private set; }

        public bool IsDisposed { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._limits.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                At = clock._now + dueTime;
                clock._limits.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            IsDisposed = true;
            lock (clock._gate) clock._limits.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
