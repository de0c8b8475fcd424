namespace Daytona.Snapshots.Errors;

/// <summary>The service responded to a request with an error. <see cref="Reason"/> classifies it.</summary>
/// <param name="message">The service's own message, or the status if the response has none.</param>
public sealed class DaytonaApiException(string message) : DaytonaException(message)
{
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

/// <summary>The reasons for which the service answers a request with an error.</summary>
public enum ApiErrorReason
{
    /// <summary>The service refused the request for a reason that has no value here. The message states it.</summary>
    Refused,
    /// <summary>The snapshot does not exist, or belongs to another organization.</summary>
    SnapshotNotFound,
    /// <summary>The sandbox does not exist.</summary>
    SandboxNotFound,
    /// <summary>The container registry does not exist.</summary>
    RegistryNotFound,
    /// <summary>The region does not exist.</summary>
    RegionNotFound,
    /// <summary>The organization may not use the region.</summary>
    RegionUnavailable,
    /// <summary>No region was specified, and the organization has no default region.</summary>
    RegionRequired,
    /// <summary>Another object that the request refers to does not exist.</summary>
    NotFound,
    /// <summary>The server does not have the path: its version differs, or the base address is wrong.</summary>
    EndpointNotFound,
    /// <summary>A server that is not a Daytona API responded that it does not have the path.</summary>
    NotDaytona,
    /// <summary>Another snapshot of the organization has the name.</summary>
    NameTaken,
    /// <summary>The request conflicts with another one.</summary>
    Conflict,
    /// <summary>The organization has reached its maximum number of snapshots.</summary>
    QuotaExceeded,
    /// <summary>The CPUs, memory, disk or GPUs exceed the organization's limit for a sandbox.</summary>
    ResourceLimitExceeded,
    /// <summary>The region has no runner for the sandbox class or GPU type.</summary>
    NoRunnerAvailable,
    /// <summary>An activation was refused because the deactivation is still in progress, which takes up to ten minutes.</summary>
    CoolingDown,
    /// <summary>The snapshot or sandbox is in a state in which the operation is not possible.</summary>
    WrongState,
    /// <summary>The request is invalid; the message says why.</summary>
    InvalidRequest,
    /// <summary>The API key or access token is wrong or has expired.</summary>
    CredentialRefused,
    /// <summary>The access token is not valid for the organization, or no organization was specified.</summary>
    OrganizationRefused,
    /// <summary>The organization is suspended.</summary>
    OrganizationSuspended,
    /// <summary>The credential lacks the permission for the request.</summary>
    PermissionMissing,
    /// <summary>The service forbids the request for another reason.</summary>
    Forbidden,
    /// <summary>The service's rate limit is reached.</summary>
    RateLimited,
    /// <summary>The service has blocked this machine's address after failed logins.</summary>
    AddressBlocked,
    /// <summary>No builder has taken the build yet.</summary>
    NoBuilderYet,
    /// <summary>The snapshot was not built from a Dockerfile, so it has no build log.</summary>
    NotBuilt,
    /// <summary>A sandbox was created but did not start.</summary>
    SandboxFailed,
    /// <summary>The server's object storage is not configured or does not work.</summary>
    StorageUnavailable,
    /// <summary>The service is temporarily unavailable, for example during maintenance.</summary>
    ServiceUnavailable,
    /// <summary>The service failed. It may or may not have carried out the request.</summary>
    ServiceFailed,
}

/// <summary>A response of the service violates the contract of the API. <see cref="Field"/> is the part that does.</summary>
/// <param name="field">The JSON path of the field, such as <c>items[3].id</c>; empty for the whole response.</param>
/// <param name="problem">The problem of the field, such as "is missing".</param>
/// <param name="innerException">The cause, or null if there is none.</param>
public sealed class UnexpectedResponseException(string field, string problem, Exception? innerException = null)
    : DaytonaException($"Unexpected response from the service: {(field?.Length > 0 ? $"'{field}'" : "the JSON")} {problem}.", innerException)
{
    /// <summary>The JSON path of the field, such as <c>items[3].id</c>; empty for the whole response.</summary>
    public string Field { get; } = field ?? throw new ArgumentNullException(nameof(field));

    /// <inheritdoc/>
    public override bool LeavesOutcomeOpen => true;
}
