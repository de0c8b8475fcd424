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

    /// <summary>Interim.</summary>
    public ApiErrorReason Reason => StatusCode switch
    {
        401 => ApiErrorReason.CredentialRefused,
        403 when Message == "Invalid authentication context" => ApiErrorReason.OrganizationRefused,
        403 when Message == "Access denied" => ApiErrorReason.PermissionMissing,
        _ when Message.StartsWith("Snapshot quota exceeded", StringComparison.Ordinal) => ApiErrorReason.QuotaExceeded,
        403 => ApiErrorReason.Forbidden,
        404 when !FromService || Message.StartsWith("Cannot ", StringComparison.Ordinal) => ApiErrorReason.NotDaytona,
        404 when Message.StartsWith("Timeout waiting", StringComparison.Ordinal) => ApiErrorReason.NoBuilderYet,
        404 when Message.StartsWith("Region ", StringComparison.Ordinal) => ApiErrorReason.RegionNotFound,
        404 when Message.StartsWith("Sandbox ", StringComparison.Ordinal) => ApiErrorReason.SandboxNotFound,
        404 => ApiErrorReason.SnapshotNotFound,
        409 => ApiErrorReason.NameTaken,
        400 when Message.Contains("deactivation is still in progress") => ApiErrorReason.CoolingDown,
        400 => ApiErrorReason.InvalidRequest,
        429 => RateLimit?.Limiter == "failed-auth" ? ApiErrorReason.AddressBlocked : ApiErrorReason.RateLimited,
        502 or 503 or 504 => ApiErrorReason.ServiceUnavailable,
        >= 500 => ApiErrorReason.ServiceFailed,
        _ => ApiErrorReason.Refused,
    };

    /// <summary>Interim.</summary>
    public bool IsRefusal => StatusCode is >= 400 and < 500;
}
