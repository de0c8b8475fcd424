namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// The pause that the service asks for with a 429. It applies to all requests of a client: a request that is sent
/// regardless would only be refused, and would make the others wait longer.
/// </summary>
internal sealed class RateLimitPause(TimeProvider time)
{
    /// <summary>The length from which a pause is a warning, because a user notices it.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private DateTimeOffset _until, _warnedUntil;

    /// <summary>Makes all requests wait from now on.</summary>
    public void Begin(TimeSpan wait)
    {
        DateTimeOffset until = time.GetUtcNow() + wait;
        lock (_lock) _until = until > _until ? until : _until;
    }

    /// <summary>Waits until the pause is over; not at all if there is none.</summary>
    public async Task WaitAsync(IClientObserver? observer, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan left;
            bool warns;
            lock (_lock)
            {
                left = _until - time.GetUtcNow();
                if (left <= TimeSpan.Zero) return;
                // One warning for each pause, however many requests wait.
                warns = left > LongPause && _warnedUntil != _until;
                if (warns) _warnedUntil = _until;
            }

            string message = $"The service's rate limit is reached. Waiting {Math.Ceiling(left.TotalSeconds):0} s.";
            if (warns) observer?.OnWarning(message);
            else observer?.OnNotice(message);
            await time.Delay(left, cancellationToken).ConfigureAwait(false);
        }
    }
}
