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
    /// <param name="isOfLogins">Whether a rate limit is that of failed logins.</param>
    public static ApiErrorReason Classify(int status, string? message, bool isOfLogins = false) => status switch
    {
        401 => ApiErrorReason.CredentialRefused,
        429 => isOfLogins ? ApiErrorReason.AddressBlocked : ApiErrorReason.RateLimited,
        502 or 504 => ApiErrorReason.ServiceUnavailable,
        503 => message?.Contains("storage is not configured") == true ? ApiErrorReason.StorageUnavailable : ApiErrorReason.ServiceUnavailable,
        >= 500 => ApiErrorReason.ServiceFailed,
        _ when message is null => status switch
        {
            403 => ApiErrorReason.Forbidden,
            404 => ApiErrorReason.NotDaytona,
            _ => ApiErrorReason.Refused,
        },
        _ when message.Contains("napshot quota exceeded") => ApiErrorReason.QuotaExceeded,
        400 => ClassifyBadRequest(message),
        403 => ClassifyForbidden(message),
        404 => ClassifyNotFound(message),
        409 => message.Contains("already exists") ? ApiErrorReason.NameTaken
            : message.Contains("state change in progress") ? ApiErrorReason.WrongState
            : ApiErrorReason.Conflict,
        413 or 422 => ApiErrorReason.InvalidRequest,
        _ => ApiErrorReason.Refused,
    };

    private static ApiErrorReason ClassifyBadRequest(string message) => message switch
    {
        _ when message.Contains("deactivation is still in progress") => ApiErrorReason.CoolingDown,
        _ when message.Contains("cannot be activated") || message.Contains("is already active") || message.Contains(" is removing") =>
            ApiErrorReason.WrongState,
        // The last is that of all sandboxes together, such as "Total CPU limit exceeded. Maximum allowed: 10."
        _ when message.Contains("exceeds maximum allowed per sandbox") || message.Contains("quota exceeded") || message.Contains(" limit exceeded") =>
            ApiErrorReason.ResourceLimitExceeded,
        _ when message.Contains("No available runners") || message.Contains("No runners are configured") =>
            ApiErrorReason.NoRunnerAvailable,
        _ when message.Contains("does not have a default region") => ApiErrorReason.RegionRequired,
        _ when Begins(message, "Snapshot ") && message.Contains(" not found") => ApiErrorReason.SnapshotNotFound,
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
        _ when message.Contains(" has no build info") => ApiErrorReason.NotBuilt,
        _ when Begins(message, "Region ") => ApiErrorReason.RegionNotFound,
        _ when Begins(message, "Sandbox ") => ApiErrorReason.SandboxNotFound,
        _ when Begins(message, "Docker registry ") => ApiErrorReason.RegistryNotFound,
        _ when Begins(message, "Snapshot ") => ApiErrorReason.SnapshotNotFound,
        _ => ApiErrorReason.NotFound,
    };

    private static bool Begins(string message, string words) => message.StartsWith(words, StringComparison.Ordinal);
}
