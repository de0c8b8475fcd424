namespace Daytona.Snapshots;

/// <summary>A rate limit, as the service's headers state it.</summary>
public sealed record RateLimit
{
    /// <summary>The limiter's name, as <c>authenticated</c> or <c>failed-auth</c>.</summary>
    public required string Limiter { get; init; }

    /// <summary>Requests a window; null where it is not said.</summary>
    public int? Limit { get; init; }

    /// <summary>Requests left in this window; null where it is not said.</summary>
    public int? Remaining { get; init; }

    /// <summary>When the window ends, from the answer on; null where it is not said.</summary>
    public TimeSpan? Reset { get; init; }
}
