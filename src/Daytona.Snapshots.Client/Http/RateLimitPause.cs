namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// The pause that the service asks for with a 429. It applies to all requests of a client: a request that is sent
/// regardless would only be refused, and would make the others wait longer.
/// </summary>
internal sealed class RateLimitPause(TimeProvider time)
{
    /// <summary>The length from which a pause is a warning, because a user notices it.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);

    private long _untilTicks;
    private long _warnedUntilTicks;

    /// <summary>Makes all requests wait from now on.</summary>
    public void Begin(TimeSpan wait)
    {
        long until = (time.GetUtcNow() + wait).UtcTicks;
        long known;
        while ((known = Interlocked.Read(ref _untilTicks)) < until
            && Interlocked.CompareExchange(ref _untilTicks, until, known) != known)
        {
        }
    }

    /// <summary>Waits until the pause is over; not at all if there is none.</summary>
    public async Task WaitAsync(IClientObserver? observer, CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _untilTicks) is var until && until - time.GetUtcNow().UtcTicks is var left and > 0)
        {
            Report(TimeSpan.FromTicks(left), until, observer);
            await time.Delay(TimeSpan.FromTicks(left), cancellationToken).ConfigureAwait(false);
        }
    }

    // One warning for each pause, however many requests wait.
    private void Report(TimeSpan left, long until, IClientObserver? observer)
    {
        string message = $"The service's rate limit is reached. Waiting {Math.Ceiling(left.TotalSeconds):0} s.";
        if (left > LongPause && Interlocked.Exchange(ref _warnedUntilTicks, until) != until) observer?.OnWarning(message);
        else observer?.OnNotice(message);
    }
}
