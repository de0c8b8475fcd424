namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Classifies errors of the service. The service uses one status for many reasons and, in most versions, has no codes: only its
/// wording distinguishes them. This class is the only one that depends on it.
/// </summary>
internal static class ApiErrorClassifier
{
    /// <summary>Classifies an error.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">The service's message, or null if the response is not the service's.</param>
    /// <param name="limiter">The name of the rate limiter that answered, or null if none did.</param>
    public static ApiErrorReason Classify(int status, string? message, string? limiter) => status switch
    {
        401 => ApiErrorReason.CredentialRefused,
        429 => limiter == "failed-auth" ? ApiErrorReason.AddressBlocked : ApiErrorReason.RateLimited,
        502 or 504 => ApiErrorReason.ServiceUnavailable,
        503 => Says(message, "storage is not configured") ? ApiErrorReason.StorageUnavailable : ApiErrorReason.ServiceUnavailable,
        >= 500 => ApiErrorReason.ServiceFailed,
        _ when message is null => status switch
        {
            403 => ApiErrorReason.Forbidden,
            404 => ApiErrorReason.NotDaytona,
            _ => ApiErrorReason.Refused,
        },
        _ when Says(message, "napshot quota exceeded") => ApiErrorReason.QuotaExceeded,
        400 => ClassifyBadRequest(message),
        403 => ClassifyForbidden(message),
        404 => ClassifyNotFound(message),
        409 => Says(message, "already exists") ? ApiErrorReason.NameTaken
            : Says(message, "state change in progress") ? ApiErrorReason.WrongState
            : ApiErrorReason.Conflict,
        413 or 422 => ApiErrorReason.InvalidRequest,
        _ => ApiErrorReason.Refused,
    };

    private static ApiErrorReason ClassifyBadRequest(string message) => message switch
    {
        _ when Says(message, "deactivation is still in progress") => ApiErrorReason.CoolingDown,
        _ when Says(message, "cannot be activated") || Says(message, "is already active") || Says(message, " is removing") =>
            ApiErrorReason.WrongState,
        // The last is that of all sandboxes together, such as "Total CPU limit exceeded. Maximum allowed: 10."
        _ when Says(message, "exceeds maximum allowed per sandbox") || Says(message, "quota exceeded") || Says(message, " limit exceeded") =>
            ApiErrorReason.ResourceLimitExceeded,
        _ when Says(message, "No available runners") || Says(message, "No runners are configured") =>
            ApiErrorReason.NoRunnerAvailable,
        _ when Says(message, "does not have a default region") => ApiErrorReason.RegionRequired,
        _ when Begins(message, "Snapshot ") && Says(message, " not found") => ApiErrorReason.SnapshotNotFound,
        _ when Begins(message, "Sandbox failed to start") => ApiErrorReason.SandboxFailed,
        _ when Begins(message, "Failed to setup AWS client") => ApiErrorReason.StorageUnavailable,
        _ => ApiErrorReason.InvalidRequest,
    };

    private static ApiErrorReason ClassifyForbidden(string message) => message switch
    {
        "Invalid authentication context" => ApiErrorReason.OrganizationRefused,
        "Access denied" => ApiErrorReason.PermissionMissing,
        _ when Begins(message, "Organization is suspended") => ApiErrorReason.OrganizationSuspended,
        _ when Begins(message, "Region ") => ApiErrorReason.RegionUnavailable,
        _ => ApiErrorReason.Forbidden,
    };

    private static ApiErrorReason ClassifyNotFound(string message) => message switch
    {
        _ when Begins(message, "Cannot ") => ApiErrorReason.EndpointNotFound,
        _ when Begins(message, "Timeout waiting for build runner") => ApiErrorReason.NoBuilderYet,
        _ when Says(message, " has no build info") => ApiErrorReason.NotBuilt,
        _ when Begins(message, "Region ") => ApiErrorReason.RegionNotFound,
        _ when Begins(message, "Sandbox ") => ApiErrorReason.SandboxNotFound,
        _ when Begins(message, "Docker registry ") => ApiErrorReason.RegistryNotFound,
        _ when Begins(message, "Snapshot ") => ApiErrorReason.SnapshotNotFound,
        _ => ApiErrorReason.NotFound,
    };

    private static bool Begins(string message, string words) => message.StartsWith(words, StringComparison.Ordinal);

    private static bool Says(string? message, string words) => message?.IndexOf(words, StringComparison.Ordinal) >= 0;
}
