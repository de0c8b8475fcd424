namespace Daytona.Local.Identity;

/// <summary>Counts hits in windows of time. A caller over the limit is blocked for a whole window from then on.</summary>
internal sealed class HitCounter(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Hits, DateTimeOffset End, bool IsBlocked)> _windows = [];

    /// <summary>Counts a hit, unless the caller is blocked.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="blockAt">The number of hits that blocks.</param>
    /// <param name="length">The length of a window.</param>
    /// <returns>The hits, the seconds until the window ends, and whether the caller is blocked now.</returns>
    public (int Hits, int Seconds, bool IsBlocked) Count(string caller, int blockAt, TimeSpan length)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            (int hits, DateTimeOffset end, bool isBlocked) = _windows.GetValueOrDefault(caller);
            if (end <= now) (hits, end, isBlocked) = (0, now + length, false);
            if (!isBlocked && ++hits >= blockAt) (end, isBlocked) = (now + length, true);
            _windows[caller] = (hits, end, isBlocked);
            return (hits, SecondsUntil(end), isBlocked);
        }
    }

    /// <summary>The seconds until a blocked caller is no longer blocked; null for any other.</summary>
    public int? FindBlock(string caller)
    {
        lock (_gate)
        {
            (_, DateTimeOffset end, bool isBlocked) = _windows.GetValueOrDefault(caller);
            return isBlocked && end > time.GetUtcNow() ? SecondsUntil(end) : null;
        }
    }

    private int SecondsUntil(DateTimeOffset end) => (int)Math.Ceiling((end - time.GetUtcNow()).TotalSeconds);
}
