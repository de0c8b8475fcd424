namespace Daytona.Snapshots.Errors;

/// <summary>The service responded to a request with an error. <see cref="Reason"/> classifies it.</summary>
public sealed class DaytonaApiException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The service's own message, or the status if the response has none.</param>
    public DaytonaApiException(string message) : base(message)
    {
    }

    /// <summary>The reason for the error.</summary>
    public required ApiErrorReason Reason { get; init; }

    /// <summary>The HTTP status, for diagnostics. To handle errors, use <see cref="Reason"/>.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The service's code for the error, or null from older servers.</summary>
    public string? Code { get; init; }

    /// <summary>The HTTP method, such as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The request's path and query.</summary>
    public required string Path { get; init; }

    /// <summary>The time that the service asks to wait, at most one day; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The rate limit according to the response's headers, or null if there are none.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Whether the message comes from the service, and not from a proxy in between.</summary>
    public bool FromService { get; init; } = true;

    /// <summary>Whether the service understood the request and refused it, so that nothing has changed.</summary>
    public bool IsRefusal =>
        FromService && StatusCode is >= 400 and < 500 && Reason != ApiErrorReason.SandboxFailed;

    /// <inheritdoc/>
    public override bool IsTransient => Reason
        is ApiErrorReason.ServiceUnavailable or ApiErrorReason.ServiceFailed or ApiErrorReason.RateLimited
        or ApiErrorReason.NoBuilderYet or ApiErrorReason.NotDaytona;

    /// <inheritdoc/>
    public override bool LeavesOutcomeOpen => Reason is ApiErrorReason.ServiceUnavailable or ApiErrorReason.ServiceFailed;
}
