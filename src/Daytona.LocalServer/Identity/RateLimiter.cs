namespace Daytona.Local.Identity;

/// <summary>The limiter of signed-in requests: one counter for an organization, over all its paths.</summary>
internal sealed class RateLimiter(LocalServerOptions options)
{
    private readonly HitCounter _requests = new(options.TimeProvider);

    public static ServiceException TooMany() => new(429, "ThrottlerException: Too Many Requests");

    /// <summary>Counts a request, and adds the limiter's headers to its response.</summary>
    /// <exception cref="ServiceException">429 if the request is over the limit.</exception>
    public void Count(ApiCall call)
    {
        LocalOrganization? organization = call.Caller.Organization;
        if ((organization?.AuthenticatedRateLimit ?? options.RateLimit) is not { } limit) return;

        (int hits, int left, bool isBlocked) =
            _requests.Count(organization?.Id ?? call.Caller.User!.Id, limit + 1, options.RateLimitWindow);
        if (isBlocked)
        {
            call.ResponseHeaders["Retry-After-authenticated"] = $"{left}";
            throw TooMany();
        }

        call.ResponseHeaders["X-RateLimit-Limit-authenticated"] = $"{limit}";
        call.ResponseHeaders["X-RateLimit-Remaining-authenticated"] = $"{limit - hits}";
        call.ResponseHeaders["X-RateLimit-Reset-authenticated"] = $"{left}";
    }
}

/// <summary>Counts hits in windows of time. A caller over the limit is blocked for a whole window from then on.</summary>
internal sealed class HitCounter(TimeProvider time)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, (int Hits, DateTimeOffset End, bool IsBlocked)> _windows = [];

    /// <summary>Counts a hit, unless the caller is blocked.</summary>
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
