namespace Daytona.Snapshots.Client.Http;

/// <summary>The service's clock, by the date of its latest response. The times in its responses are compared with it.</summary>
internal sealed class ServiceClock(TimeProvider time)
{
    private long _offsetTicks;

    /// <summary>The service's time; that of this machine before the first response.</summary>
    public DateTimeOffset Now => time.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>How old an object is.</summary>
    /// <param name="createdAt">Its time according to the service.</param>
    public TimeSpan AgeOf(DateTime createdAt) => Now.UtcDateTime - createdAt.ToUniversalTime();

    /// <summary>Notes the date of a response.</summary>
    public void Note(DateTimeOffset? date)
    {
        if (date is { } now) Interlocked.Exchange(ref _offsetTicks, (now - time.GetUtcNow()).Ticks);
    }
}
