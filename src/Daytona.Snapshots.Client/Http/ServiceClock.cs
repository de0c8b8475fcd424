namespace Daytona.Snapshots.Client.Http;

/// <summary>The service's clock, by the date of its latest response. The times in its responses are compared with it.</summary>
internal sealed class ServiceClock(TimeProvider time)
{
    // How much older than the request an object may seem, by clocks with a resolution of one second.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private long _offsetTicks;

    /// <summary>The service's time; that of this machine before the first response.</summary>
    public DateTimeOffset Now => time.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>How old an object is.</summary>
    /// <param name="createdAt">Its time according to the service.</param>
    public TimeSpan AgeOf(DateTime createdAt) => Now.UtcDateTime - createdAt.ToUniversalTime();

    /// <summary>Whether an object was created since a request began.</summary>
    /// <param name="createdAt">Its time according to the service.</param>
    /// <param name="elapsed">The time since the request began.</param>
    public bool IsNew(DateTime createdAt, TimeSpan elapsed) => AgeOf(createdAt) < elapsed + Tolerance;

    /// <summary>Notes the date of a response.</summary>
    public void Note(DateTimeOffset? date)
    {
        if (date is { } now) Interlocked.Exchange(ref _offsetTicks, (now - time.GetUtcNow()).Ticks);
    }
}
