namespace Daytona.Snapshots.Errors;

/// <summary>Errors that the service reports.</summary>
internal static class ApiErrors
{
    public static CmdletError For(DaytonaApiException exception, object? target, Uri? apiUrl)
    {
        string said = ErrorText.Sentence(exception.Message);
        string about = ErrorText.About(target);
        (ErrorId id, string message) = exception.Reason switch
        {
            ApiErrorReason.CredentialRefused => (
                ErrorId.CredentialRefused,
                $"{apiUrl?.Host ?? "The service"} refused the credential ({said.TrimEnd('.')}): it is wrong or has expired. Connect with another one: Connect-Daytona, $env:DAYTONA_API_KEY or daytona login."),
            ApiErrorReason.OrganizationRefused => (
                ErrorId.OrganizationRefused,
                "The access token is valid, but not for this organization. Specify one of yours with Connect-Daytona -OrganizationId or $env:DAYTONA_ORGANIZATION_ID."),
            ApiErrorReason.PermissionMissing => (
                ErrorId.PermissionMissing,
                $"The credential lacks the permission {PermissionFor(exception)}{about}. Use one that has it. Get-DaytonaConnection shows the permissions of an API key."),
            ApiErrorReason.QuotaExceeded => (ErrorId.QuotaExceeded, $"{said} Remove a snapshot that is no longer used, or request a higher quota."),
            ApiErrorReason.ResourceLimitExceeded when exception.Path.Contains("/sandbox") => (
                ErrorId.ResourceLimitExceeded, $"No sandbox can start{about}: {said} Delete sandboxes that are not used, or request a higher limit."),
            ApiErrorReason.ResourceLimitExceeded => (ErrorId.ResourceLimitExceeded, $"{said} Use smaller sizes, or request a higher limit."),
            ApiErrorReason.NoRunnerAvailable => (ErrorId.NoRunnerAvailable, $"{said} Use another region, sandbox class or GPU type."),
            ApiErrorReason.OrganizationSuspended => (ErrorId.OrganizationSuspended, $"{said} See the organization's page in the dashboard."),
            ApiErrorReason.RegionUnavailable => (ErrorId.RegionUnavailable, $"{said} To list the regions, run Get-DaytonaRegion."),
            ApiErrorReason.RegionRequired => (ErrorId.RegionRequired, $"{said} Specify -Region, or set a default region in the dashboard."),
            ApiErrorReason.StorageUnavailable => (ErrorId.StorageUnavailable, $"{said} Builds need the server's object storage: ask the server's administrator."),
            ApiErrorReason.RegistryNotFound => (ErrorId.RegistryNotFound, $"{said} To list the registries, run Get-DaytonaRegistry."),
            ApiErrorReason.Conflict => (ErrorId.Conflict, $"{said} Try again."),
            ApiErrorReason.NotBuilt => (ErrorId.NoBuildLog, said),
            ApiErrorReason.Forbidden => (ErrorId.Forbidden, $"The service denied access{about}: {said}"),
            ApiErrorReason.NotDaytona or ApiErrorReason.EndpointNotFound => (
                ErrorId.NotDaytona,
                $"{apiUrl} does not respond to {exception.Path} as a Daytona API does. Check -ApiUrl or $env:DAYTONA_API_URL: it usually ends in /api."),
            ApiErrorReason.RegionNotFound => (
                ErrorId.RegionNotFound, $"{said} Check -Region or $env:DAYTONA_TARGET. To list the regions, run Get-DaytonaRegion."),
            ApiErrorReason.SandboxNotFound => (ErrorId.SandboxNotFound, $"{said} Check -SandboxId."),
            ApiErrorReason.SnapshotNotFound => (ErrorId.SnapshotNotFound, $"{said} Check the name."),
            ApiErrorReason.NoBuilderYet => (ErrorId.NotFound, $"{said} Try again in a moment."),
            ApiErrorReason.NotFound => (ErrorId.NotFound, $"{said} The service has nothing at {exception.Path}."),
            ApiErrorReason.AddressBlocked => (
                ErrorId.AddressBlocked,
                $"The service blocks this IP address after failed logins{ForHowLong(exception)}. Check the credential, and wait before you connect again."),
            ApiErrorReason.RateLimited => (ErrorId.RateLimited, $"The service's rate limit is reached{ForHowLong(exception)}. Try again later."),
            ApiErrorReason.ServiceUnavailable => (ErrorId.ServiceUnavailable, $"{said.Replace(" Please try again later.", "")} Try again later."),
            ApiErrorReason.ServiceFailed => (
                ErrorId.ServiceFailed,
                $"The service failed{about}: {said} Try again. If the error persists, report the time and the path {exception.Path} to Daytona's support."),
            _ => (ErrorId.Refused, $"The service refused the request{about}: {said}"),
        };
        return id.With(message, target, exception);
    }

    private static string PermissionFor(DaytonaApiException exception)
    {
        string resource = exception.Path.Contains("/docker-registry") ? "registries" : exception.Path.Contains("/sandbox") ? "sandboxes" : "snapshots";
        return exception.Method switch
        {
            "DELETE" => "delete:" + resource,
            "POST" or "PATCH" => "write:" + resource,
            _ => exception.Path.Contains("/registry-push-access") ? "write:snapshots" : "to read this",
        };
    }

    private static string ForHowLong(DaytonaApiException exception) =>
        exception.RetryAfter is { } wait ? $" for {ErrorText.Duration(wait)}" : "";
}
