namespace Daytona.Snapshots;

/// <summary>The service answered with an error.</summary>
public sealed class DaytonaApiException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">The service's own message, or what can be said of an answer without one.</param>
    public DaytonaApiException(string message) : base(message)
    {
    }

    /// <summary>The HTTP status.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The service's code for the error; null from older servers.</summary>
    public string? Code { get; init; }

    /// <summary>The request's method, as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The request's path and query.</summary>
    public required string Path { get; init; }

    /// <summary>How long the service asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The rate limit as the service states it; null where it does not.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Whether the message is the service's own, and not that of a proxy between.</summary>
    public bool FromService { get; init; } = true;
}
