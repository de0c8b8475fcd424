namespace Daytona.Local.Identity;

/// <summary>Blocks an address after a few failed logins, also for valid keys and public paths.</summary>
internal sealed class FailedLogins(LocalServerOptions options)
{
    private readonly HitCounter _failures = new(options.TimeProvider);

    /// <exception cref="ServiceException">429 if the address is blocked.</exception>
    public void ThrowIfBlocked(ApiCall call)
    {
        if (options.FailedLoginLimit is null || _failures.FindBlock(AddressOf(call)) is not { } seconds) return;
        AddHeaders(call, left: 0, seconds, isBlocked: true);
        throw RateLimiter.TooMany();
    }

    /// <summary>Counts a failed login.</summary>
    /// <returns>Whether it was the one that blocks the address.</returns>
    public bool Count(ApiCall call)
    {
        if (options.FailedLoginLimit is not { } limit) return false;
        (int hits, int seconds, bool isBlocked) = _failures.Count(AddressOf(call), limit, options.FailedLoginWindow);
        AddHeaders(call, Math.Max(0, limit - hits), seconds, isBlocked);
        return isBlocked;
    }

    private void AddHeaders(ApiCall call, int left, int seconds, bool isBlocked)
    {
        call.ResponseHeaders["X-RateLimit-Limit-failed-auth"] = $"{options.FailedLoginLimit}";
        call.ResponseHeaders["X-RateLimit-Remaining-failed-auth"] = $"{left}";
        call.ResponseHeaders["X-RateLimit-Reset-failed-auth"] = $"{seconds}";
        if (isBlocked) call.ResponseHeaders["Retry-After"] = $"{seconds}";
    }

    // The service trusts its proxy: the first forwarded address counts, if there is one.
    private static string AddressOf(ApiCall call) =>
        call.Context.Request.Headers["X-Forwarded-For"].FirstOrDefault()?.Split(',')[0].Trim() ?? $"{call.Context.Connection.RemoteIpAddress}";
}
