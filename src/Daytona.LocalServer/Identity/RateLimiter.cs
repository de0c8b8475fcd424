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

        TimeSpan length = organization?.AuthenticatedRateLimitTtlSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : options.RateLimitWindow;
        (int hits, int left, bool isBlocked) = _requests.Count(organization?.Id ?? call.Caller.User!.Id, limit + 1, length);
        if (isBlocked)
        {
            call.ExtraHeaders["Retry-After-authenticated"] = $"{left}";
            throw TooMany();
        }

        call.ExtraHeaders["X-RateLimit-Limit-authenticated"] = $"{limit}";
        call.ExtraHeaders["X-RateLimit-Remaining-authenticated"] = $"{limit - hits}";
        call.ExtraHeaders["X-RateLimit-Reset-authenticated"] = $"{left}";
    }
}
