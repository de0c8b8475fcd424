namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// The pause that the service asks for with a 429. It holds for everything that a client sends: a request that went on
/// regardless would only be refused, and would make the others wait longer.
/// </summary>
internal sealed class RateLimitPause(TimeProvider time)
{
    private long _untilTicks;

    /// <summary>Makes everyone wait, from now on.</summary>
    public void Begin(TimeSpan wait)
    {
        long until = (time.GetUtcNow() + wait).UtcTicks;
        long known;
        while ((known = Interlocked.Read(ref _untilTicks)) < until
            && Interlocked.CompareExchange(ref _untilTicks, until, known) != known)
        {
        }
    }

    /// <summary>Waits until the pause is over; at once where there is none.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _untilTicks) - time.GetUtcNow().UtcTicks is var left and > 0)
        {
            await time.Delay(TimeSpan.FromTicks(left), cancellationToken).ConfigureAwait(false);
        }
    }
}
