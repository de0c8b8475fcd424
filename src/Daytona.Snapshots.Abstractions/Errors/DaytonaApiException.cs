namespace Daytona.Snapshots.Errors;

/// <summary>The service answered a request with an error. <see cref="Reason"/> says which.</summary>
public sealed class DaytonaApiException : DaytonaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">The service's own message, or the status if the response has none.</param>
    public DaytonaApiException(string message) : base(message)
    {
    }

    /// <summary>Why the service answered with an error.</summary>
    public required ApiErrorReason Reason { get; init; }

    /// <summary>The HTTP status, for diagnostics; <see cref="Reason"/> is what to decide by.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The service's code for the error, or null from older servers.</summary>
    public string? Code { get; init; }

    /// <summary>The request's method, such as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The request's path and query.</summary>
    public required string Path { get; init; }

    /// <summary>How long the service asks to wait, at most one day; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The rate limit according to the response's headers, or null if there are none.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Whether the message is the service's own, and not that of a proxy in between.</summary>
    public bool FromService { get; init; } = true;

    /// <summary>Whether the service understood the request and refused it, so that nothing was changed.</summary>
    public bool IsRefusal =>
        FromService && StatusCode is >= 400 and < 500 && Reason != ApiErrorReason.SandboxFailed;

    /// <inheritdoc/>
    public override bool IsTransient => Reason
        is ApiErrorReason.ServiceUnavailable or ApiErrorReason.ServiceFailed or ApiErrorReason.RateLimited
        or ApiErrorReason.NoBuilderYet or ApiErrorReason.NotDaytona;
}
