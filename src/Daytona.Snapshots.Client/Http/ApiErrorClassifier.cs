using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Classifies errors of the service. The service uses one status for many reasons and, in most versions, has no codes: only its
/// wording distinguishes them. This class is the only one that depends on it.
/// </summary>
internal static class ApiErrorClassifier
{
    // The first row that matches counts.
    private static readonly (int Status, string Wording, ApiErrorReason Reason)[] Wordings =
    [
        (400, "deactivation is still in progress", ApiErrorReason.CoolingDown),
        (400, "cannot be activated|is already active| is removing", ApiErrorReason.WrongState),
        // The last is that of all sandboxes together, such as "Total CPU limit exceeded. Maximum allowed: 10."
        (400, "exceeds maximum allowed per sandbox|quota exceeded| limit exceeded", ApiErrorReason.ResourceLimitExceeded),
        (400, "No available runners|No runners are configured", ApiErrorReason.NoRunnerAvailable),
        (400, "does not have a default region", ApiErrorReason.RegionRequired),
        (400, "^Snapshot (.* )?not found", ApiErrorReason.SnapshotNotFound),
        (400, "^Sandbox failed to start", ApiErrorReason.SandboxFailed),
        (400, "^Failed to setup AWS client", ApiErrorReason.StorageUnavailable),
        (400, "", ApiErrorReason.InvalidRequest),
        (403, @"^Invalid authentication context\z", ApiErrorReason.OrganizationRefused),
        (403, @"^Access denied\z", ApiErrorReason.PermissionMissing),
        (403, "^Organization is suspended", ApiErrorReason.OrganizationSuspended),
        (403, "^Region ", ApiErrorReason.RegionUnavailable),
        (403, "", ApiErrorReason.Forbidden),
        (404, "^Cannot ", ApiErrorReason.EndpointNotFound),
        (404, "^Timeout waiting for build runner", ApiErrorReason.NoBuilderYet),
        (404, " has no build info", ApiErrorReason.NotBuilt),
        (404, "^Region ", ApiErrorReason.RegionNotFound),
        (404, "^Sandbox ", ApiErrorReason.SandboxNotFound),
        (404, "^Docker registry ", ApiErrorReason.RegistryNotFound),
        (404, "^Snapshot ", ApiErrorReason.SnapshotNotFound),
        (404, "", ApiErrorReason.NotFound),
        (409, "already exists", ApiErrorReason.NameTaken),
        (409, "state change in progress", ApiErrorReason.WrongState),
        (409, "", ApiErrorReason.Conflict),
        (413, "", ApiErrorReason.InvalidRequest),
        (422, "", ApiErrorReason.InvalidRequest),
    ];

    /// <summary>Classifies an error.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">The service's message, or null if the response is not the service's.</param>
    /// <param name="isOfLogins">Whether a rate limit is that of failed logins.</param>
    public static ApiErrorReason Classify(int status, string? message, bool isOfLogins = false) => status switch
    {
        401 => ApiErrorReason.CredentialRefused,
        429 => isOfLogins ? ApiErrorReason.AddressBlocked : ApiErrorReason.RateLimited,
        503 when message?.Contains("storage is not configured") == true => ApiErrorReason.StorageUnavailable,
        502 or 503 or 504 => ApiErrorReason.ServiceUnavailable,
        >= 500 => ApiErrorReason.ServiceFailed,
        403 when message is null => ApiErrorReason.Forbidden,
        404 when message is null => ApiErrorReason.NotDaytona,
        _ when message is null => ApiErrorReason.Refused,
        _ when message.Contains("napshot quota exceeded") => ApiErrorReason.QuotaExceeded,
        // Refused, if there is no row for the status.
        _ => Array.Find(Wordings, row => row.Status == status && Regex.IsMatch(message, row.Wording, RegexOptions.CultureInvariant | RegexOptions.Singleline)).Reason,
    };
}
