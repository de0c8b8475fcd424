namespace Daytona.Snapshots.Errors;

/// <summary>A rate limit according to the headers of a response.</summary>
public sealed record RateLimit
{
    /// <summary>The name of the limiter, such as <c>authenticated</c> or <c>failed-auth</c>.</summary>
    public required string Limiter { get; init; }

    /// <summary>The number of requests in a window, or null if the service does not say.</summary>
    public int? Limit { get; init; }

    /// <summary>The number of requests that remain in this window, or null if the service does not say.</summary>
    public int? Remaining { get; init; }

    /// <summary>The time until the window ends, or null if the service does not say.</summary>
    public TimeSpan? Reset { get; init; }
}
