using System.Globalization;

namespace Daytona.Local.Identity;

/// <summary>The limiter of signed-in requests: one counter for an organization, over all its paths.</summary>
internal sealed class RateLimiter(LocalServerOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _windows = [];

    /// <summary>Counts a request and returns whether it is allowed; adds the limiter's headers in both cases.</summary>
    public bool TryPass(ApiCall call)
    {
        LocalOrganization? organization = call.Caller.Organization;
        int? limit = organization?.AuthenticatedRateLimit ?? options.RateLimit;
        if (limit is null) return true;

        TimeSpan length = organization?.AuthenticatedRateLimitTtlSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : options.RateLimitWindow;
        string tracker = organization?.Id ?? call.Caller.User!.Id;
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!_windows.TryGetValue(tracker, out Window? window) || window.End <= now)
                _windows[tracker] = window = new Window { End = now + length };

            // A caller over the limit is refused for a whole window, counted from the request that exceeded it.
            if (!window.IsBlocked && ++window.Hits > limit)
            {
                window.IsBlocked = true;
                window.End = now + length;
            }

            string left = ((int)Math.Ceiling((window.End - now).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            if (window.IsBlocked)
            {
                call.ExtraHeaders.Add(new("Retry-After-authenticated", left));
                return false;
            }

            call.ExtraHeaders.Add(
                new("X-RateLimit-Limit-authenticated", limit.Value.ToString(CultureInfo.InvariantCulture)));
            call.ExtraHeaders.Add(
                new(
                    "X-RateLimit-Remaining-authenticated",
                    (limit.Value - window.Hits).ToString(CultureInfo.InvariantCulture)));
            call.ExtraHeaders.Add(new("X-RateLimit-Reset-authenticated", left));
            return true;
        }
    }

    private sealed class Window
    {
        public int Hits { get; set; }

        public DateTimeOffset End { get; set; }

        public bool IsBlocked { get; set; }
    }
}
