using System.Runtime.ExceptionServices;

namespace Daytona.Snapshots.Client.Operations;

/// <summary>
/// Repeats attempts that fail for a reason that passes. The delay is the one that the server asks for, or that of a schedule that
/// doubles up to a maximum.
/// </summary>
internal sealed record Backoff
{
    private static readonly Random Random = new();

    /// <summary>The delay after the first failure.</summary>
    public required TimeSpan First { get; init; }

    /// <summary>The maximum delay of the schedule.</summary>
    public required TimeSpan Max { get; init; }

    /// <summary>The number of attempts without progress.</summary>
    /// <value>By default, unlimited.</value>
    public int MaxAttempts { get; init; } = int.MaxValue;

    /// <summary>The time after the first failure without progress for which attempts are repeated; null for no limit.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Whether the delays vary by half, so that many clients do not return at the same moment.</summary>
    public bool IsJittered { get; init; }

    /// <summary>The delay of the schedule.</summary>
    public TimeSpan DelayAfter(int failures)
    {
        double factor = Math.Pow(2, Math.Min(Math.Max(failures, 1) - 1, 30));
        double ticks = Math.Min(First.Ticks * factor, Max.Ticks);
        if (IsJittered)
        {
            lock (Random) ticks *= 0.5 + Random.NextDouble();
        }

        return TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>Runs attempts until one succeeds, one fails for good, or the patience ends.</summary>
    /// <param name="deadline">The time limit. An attempt that it ends is reported as the failure before it, if there was one.</param>
    /// <param name="expired">Makes the exception of a limit that ends the first attempt; null for that of the deadline.</param>
    /// <param name="position">The progress of the attempts, after which failures count again; null if each starts again.</param>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> attempt,
        Func<Exception, Repetition?> repeats,
        Deadline deadline,
        CancellationToken cancellationToken,
        Action<BackoffDelay>? onDelay = null,
        Func<OperationCanceledException, Exception>? expired = null,
        Func<long>? position = null)
    {
        TimeProvider time = deadline.Time;
        ExceptionDispatchInfo? failure = null;
        long reached = 0, failing = 0;
        for (int failures = 0; ;)
        {
            Repetition repetition;
            using Deadline.Work work = deadline.Begin(cancellationToken);
            try
            {
                return await attempt(work.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception) when (work.HasExpired)
            {
                // What failed before says more than that the limit ended a repetition.
                failure?.Throw();
                throw deadline.ToException(exception, expired);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && repeats(exception) is { } again)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
                repetition = again;
            }

            if (ReferenceEquals(repetition, Repetition.AtOnce)) continue;
            if (position?.Invoke() is { } now && now > reached) (reached, failures) = (now, 0);
            if (failures++ == 0) failing = time.GetTimestamp();
            TimeSpan delay = repetition.Delay ?? DelayAfter(failures);
            if (failures >= MaxAttempts
                || time.GetElapsedTime(failing) + delay > Patience
                || !deadline.Fits(delay))
            {
                failure.Throw();
            }

            onDelay?.Invoke(new BackoffDelay(failure.SourceException, delay, failures));
            try
            {
                if (delay > TimeSpan.Zero) await time.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception) when (!repetition.LeavesOutcomeOpen)
            {
                throw new RequestUnsentException(exception);
            }
        }
    }
}

/// <summary>A failure after which an attempt is repeated.</summary>
/// <param name="Delay">The delay that the server asks for; null for the schedule's.</param>
internal sealed record Repetition(TimeSpan? Delay = null)
{
    /// <summary>Whether the attempts so far may have had an effect. If not, a cancellation of the delay says so.</summary>
    public bool LeavesOutcomeOpen { get; init; } = true;

    /// <summary>After the delay of the schedule.</summary>
    public static Repetition Scheduled { get; } = new();

    /// <summary>Without a delay, and not counted: the attempt itself waits until it may begin.</summary>
    public static Repetition AtOnce { get; } = new(TimeSpan.Zero);
}

/// <summary>A delay before an attempt is repeated.</summary>
/// <param name="Failure">The failure.</param>
/// <param name="Delay">The delay.</param>
/// <param name="Failures">The number of failures without progress.</param>
internal readonly record struct BackoffDelay(Exception Failure, TimeSpan Delay, int Failures);
