namespace Daytona.Snapshots.Client.Operations;

/// <summary>
/// The time limit of a call, which starts now, and the caller's cancellation: both go down with the call. It is the only place that
/// determines who canceled: the limit, the caller, or something else, whose exception is neither a timeout nor a cancellation by the
/// caller and is passed on.
/// </summary>
internal sealed class Deadline
{
    /// <summary>The time for one more read of the service before a timeout is reported.</summary>
    public static readonly TimeSpan FinalReadTime = TimeSpan.FromSeconds(2);

    // A timer holds no more than about 49 days.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(40);

    private readonly object _lock = new();
    private readonly List<CancellationTokenSource> _running = [];
    private readonly TimeSpan? _limit;
    private readonly long _started;
    private TimeSpan? _left;
    private long _resumed;
    private int _pauses;

    /// <summary>Starts the time limit.</summary>
    public Deadline(TimeSpan? timeout, TimeProvider time, CancellationToken caller = default)
    {
        (Time, Caller) = (time, caller);
        _started = _resumed = time.GetTimestamp();
        Timeout = _limit = _left = timeout is { } limit && limit >= TimeSpan.Zero && limit < MaxTimeout ? limit : null;
    }

    /// <summary>Starts a part of another time limit, which ends this one too, and which messages then name.</summary>
    public Deadline(TimeSpan? timeout, Deadline whole, CancellationToken caller = default) : this(timeout, whole.Time, caller)
    {
        if (whole.Remaining is { } rest && rest < (_limit ?? TimeSpan.MaxValue)) (_limit, _left, Timeout) = (rest, rest, whole.Timeout);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The caller's cancellation.</summary>
    public CancellationToken Caller { get; }

    /// <summary>The time limit as it was given, for messages; null for none.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>The time since the start, including excluded time.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_started);

    /// <summary>The remaining time; null for no limit.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (_lock)
            {
                TimeSpan? remaining = _pauses > 0 ? _left : _left - Time.GetElapsedTime(_resumed);
                return remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining;
            }
        }
    }

    /// <summary>Whether a wait of this length ends before the limit.</summary>
    public bool Fits(TimeSpan wait) => Remaining is not { } remaining || wait < remaining;

    /// <summary>Begins work that must end within the remaining time. It is disposed when it has ended.</summary>
    /// <param name="cancellationToken">Cancels the work; null for the caller's cancellation.</param>
    public Work Begin(CancellationToken? cancellationToken = null) => new(this, cancellationToken ?? Caller);

    /// <summary>Runs work that must end within the remaining time.</summary>
    /// <param name="cancellationToken">Cancels the work; null for the caller's cancellation.</param>
    /// <param name="expired">Makes the exception of an expired limit; null for <see cref="Expired"/>.</param>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> work, CancellationToken? cancellationToken = null, Func<OperationCanceledException, Exception>? expired = null)
    {
        using Work running = Begin(cancellationToken);
        try
        {
            return await work(running.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (running.HasExpired)
        {
            throw ToException(exception, expired);
        }
    }

    /// <summary>Runs work without a result.</summary>
    public Task RunAsync(
        Func<CancellationToken, Task> work, CancellationToken? cancellationToken = null, Func<OperationCanceledException, Exception>? expired = null) =>
        RunAsync(
            async token =>
            {
                await work(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken,
            expired);

    /// <summary>Runs work whose duration does not count.</summary>
    public async Task<T> ExcludeAsync<T>(Func<Task<T>> work)
    {
        lock (_lock)
        {
            _left = Remaining;
            _pauses++;
        }

        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _pauses--;
                _resumed = Time.GetTimestamp();
            }
        }
    }

    /// <summary>Runs work on this thread, whose duration does not count.</summary>
    public void Exclude(Action work) => ExcludeAsync(() =>
    {
        work();
        return Task.FromResult(true);
    }).GetAwaiter().GetResult();

    /// <summary>Starts the limit again, also for work that runs: it is one of silence, and there was progress.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            if (_limit is { } limit) SetRemaining(limit);
        }
    }

    /// <summary>Leaves at most this time from now on, also to work that runs.</summary>
    public void ShortenTo(TimeSpan rest)
    {
        lock (_lock)
        {
            if (Remaining is not { } remaining || rest < remaining) SetRemaining(rest);
        }
    }

    /// <summary>The exception of an expired limit.</summary>
    public SnapshotTimeoutException Expired(Snapshot? snapshot = null, bool accepted = false, bool wasSent = true)
    {
        TimeSpan limit = Timeout ?? Elapsed;
        return new($"The operation did not complete within {limit.TotalSeconds:0.#} s.")
        {
            Timeout = limit,
            Snapshot = snapshot,
            Accepted = accepted,
            WasSent = wasSent,
        };
    }

    /// <summary>
    /// Reads once more after a failure, in the rest of the time limit, and after it: an operation that ended in the meantime has
    /// neither failed nor timed out.
    /// </summary>
    /// <returns>The result; null if the read failed.</returns>
    public async Task<Found<T>?> ReadFinallyAsync<T>(Func<CancellationToken, Task<T>> read)
    {
        var rest = new Deadline(Remaining is { } remaining && remaining < FinalReadTime ? FinalReadTime : Remaining, Time, Caller);
        try
        {
            return new Found<T>(await rest.RunAsync(read).ConfigureAwait(false));
        }
        catch (DaytonaException)
        {
            return null;
        }
    }

    /// <summary>The exception of work that the limit has ended.</summary>
    /// <param name="cancellation">The cancellation of the work.</param>
    /// <param name="expired">Makes another one; null for that of this limit.</param>
    public Exception ToException(OperationCanceledException cancellation, Func<OperationCanceledException, Exception>? expired) =>
        expired?.Invoke(cancellation) ?? Expired(wasSent: cancellation is not RequestUnsentException);

    private void SetRemaining(TimeSpan rest)
    {
        (_left, _resumed) = (rest, Time.GetTimestamp());
        foreach (CancellationTokenSource running in _running) running.CancelAfter(rest);
    }

    /// <summary>Work that the limit ends, or the cancellation by its caller.</summary>
    public readonly struct Work : IDisposable
    {
        private readonly Deadline _deadline;
        private readonly CancellationToken _caller;
        private readonly CancellationTokenSource _limit, _either;

        internal Work(Deadline deadline, CancellationToken caller)
        {
            (_deadline, _caller) = (deadline, caller);
            _limit = deadline.Time.CreateCancellationTokenSource(deadline.Remaining ?? System.Threading.Timeout.InfiniteTimeSpan);
            _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _limit.Token);
            lock (deadline._lock) deadline._running.Add(_limit);
        }

        /// <summary>Canceled when the work must end.</summary>
        public CancellationToken Token => _either.Token;

        /// <summary>Whether the limit has ended the work. The cancellation by its caller goes first.</summary>
        public bool HasExpired => _limit.IsCancellationRequested && !_caller.IsCancellationRequested;

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (_deadline._lock) _deadline._running.Remove(_limit);
            _either.Dispose();
            _limit.Dispose();
        }
    }
}

/// <summary>The result of a read, which can be null itself.</summary>
/// <param name="Value">The result.</param>
internal sealed record Found<T>(T Value);

/// <summary>A request was canceled before it was sent, or after the service had refused it without beginning it.</summary>
internal sealed class RequestUnsentException(OperationCanceledException cause)
    : OperationCanceledException(cause.Message, cause, cause.CancellationToken);
