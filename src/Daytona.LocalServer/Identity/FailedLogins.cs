using System.Collections.Concurrent;
using System.Globalization;

namespace Daytona.Local.Identity;

/// <summary>Blocks an address after a few failed logins, also for valid keys and public paths.</summary>
internal sealed class FailedLogins(LocalServerOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (int Hits, DateTimeOffset End)> _hits = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _blocked = new();

    public bool FindBlock(ApiCall call, out int seconds)
    {
        seconds = 0;
        if (options.FailedLoginLimit is null || !_blocked.TryGetValue(AddressOf(call), out DateTimeOffset end))
            return false;

        TimeSpan left = end - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            _blocked.TryRemove(AddressOf(call), out _);
            return false;
        }

        seconds = (int)Math.Ceiling(left.TotalSeconds);
        return true;
    }

    /// <summary>Counts a failed login.</summary>
    /// <returns>Whether it was the one that blocks the address.</returns>
    public bool Count(ApiCall call)
    {
        if (options.FailedLoginLimit is not { } limit) return false;

        lock (_gate)
        {
            string address = AddressOf(call);
            DateTimeOffset now = time.GetUtcNow();
            (int hits, DateTimeOffset end) = _hits.TryGetValue(address, out var known) && known.End > now
                ? known
                : (0, now + options.FailedLoginWindow);
            _hits[address] = (++hits, end);
            bool isBlocked = hits >= limit;
            if (isBlocked) _blocked[address] = now + options.FailedLoginWindow;
            TimeSpan left = isBlocked ? options.FailedLoginWindow : end - now;
            AddHeaders(call, Math.Max(0, limit - hits), (int)Math.Ceiling(left.TotalSeconds), isBlocked);
            return isBlocked;
        }
    }

    public void AddHeaders(ApiCall call, int remaining, int seconds, bool blocked)
    {
        string text = seconds.ToString(CultureInfo.InvariantCulture);
        call.ExtraHeaders.Add(
            new(
                "X-RateLimit-Limit-failed-auth",
                options.FailedLoginLimit!.Value.ToString(CultureInfo.InvariantCulture)));
        call.ExtraHeaders.Add(
            new("X-RateLimit-Remaining-failed-auth", remaining.ToString(CultureInfo.InvariantCulture)));
        call.ExtraHeaders.Add(new("X-RateLimit-Reset-failed-auth", text));
        if (blocked) call.ExtraHeaders.Add(new("Retry-After", text));
    }

    private static string AddressOf(ApiCall call)
    {
        // The service trusts its proxy: the first forwarded address counts, if there is one.
        string? forwarded = call.Context.Request.Headers["X-Forwarded-For"];
        return forwarded?.Split(',')[0].Trim() ?? call.Context.Connection.RemoteIpAddress?.ToString() ?? "";
    }
}
