using System.Diagnostics;

namespace Daytona.Snapshots.Pipeline;

/// <summary>The time limit of one item. It counts the time of requests, and not the time that a person takes to answer a prompt.</summary>
/// <param name="limit">The time limit; zero for none.</param>
internal sealed class TimeLimit(TimeSpan limit)
{
    // A timer holds no more than about 49 days.
    private static readonly TimeSpan MaxLimit = TimeSpan.FromDays(40);

    private readonly Stopwatch _used = new();

    /// <summary>The remaining time; null for no limit.</summary>
    public TimeSpan? Remaining => limit == TimeSpan.Zero || limit > MaxLimit
        ? null
        : TimeSpan.FromTicks(Math.Max(0, (limit - _used.Elapsed).Ticks));

    /// <summary>Runs work within the remaining time.</summary>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (Remaining is { } remaining) either.CancelAfter(remaining);
        _used.Start();
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new SnapshotTimeoutException($"The service did not respond within {limit}.") { Timeout = limit };
        }
        finally
        {
            _used.Stop();
        }
    }
}
