namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The time limit of an operation that takes several requests and waits. It starts when it is created.</summary>
/// <param name="timeout">The time limit; null for none.</param>
/// <param name="time">The clock.</param>
internal sealed class OperationDeadline(TimeSpan? timeout, TimeProvider time)
{
    /// <summary>The time for one more read of the service before a timeout is reported.</summary>
    public static readonly TimeSpan FinalReadTime = TimeSpan.FromSeconds(2);

    // A timer holds no more than about 49 days.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(40);

    private readonly TimeSpan? _timeout = timeout < MaxTimeout ? timeout : null;
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _excluded;

    /// <summary>The time since the operation was started.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>The remaining time; null for no limit.</summary>
    public TimeSpan? Remaining =>
        _timeout is { } limit ? TimeSpan.FromTicks(Math.Max(0, (limit + _excluded - time.GetElapsedTime(_started)).Ticks)) : null;

    /// <summary>Runs work that has to end within the remaining time.</summary>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = Remaining is { } remaining
            ? time.CreateCancellationTokenSource(remaining)
            : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Expired();
        }
    }

    /// <summary>Runs work whose duration does not count.</summary>
    public async Task<T> ExcludeAsync<T>(Func<Task<T>> work)
    {
        long started = time.GetTimestamp();
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _excluded += time.GetElapsedTime(started);
        }
    }

    /// <summary>The time limit expired.</summary>
    /// <param name="snapshot">The snapshot as last read; null if it was never read.</param>
    /// <param name="accepted">Whether the service accepted the request.</param>
    public SnapshotTimeoutException Expired(Snapshot? snapshot = null, bool accepted = false) =>
        new($"The operation did not complete within {_timeout}.") { Timeout = _timeout!.Value, Snapshot = snapshot, Accepted = accepted };

    /// <summary>
    /// Reads once more after a failure, in the rest of the time limit, and after it: an operation that ended in the meantime has
    /// neither failed nor timed out.
    /// </summary>
    /// <returns>The result; the default if the read failed.</returns>
    public async Task<T?> ReadFinallyAsync<T>(Func<CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
    {
        TimeSpan rest = Remaining ?? Timeout.InfiniteTimeSpan;
        using CancellationTokenSource limit = time.CreateCancellationTokenSource(
            rest == Timeout.InfiniteTimeSpan || rest > FinalReadTime ? rest : FinalReadTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await read(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return default;
        }
    }
}
