using static System.Management.Automation.ErrorCategory;

namespace Daytona.Snapshots.Errors;

/// <summary>
/// The errors of the module: for each reason, the identifier, the category and the text. The help's lists of identifiers are
/// compared with it by tests.
/// </summary>
internal static class ErrorTable
{
    private const string CheckUrl = "Check -ApiUrl or $env:DAYTONA_API_URL";
    private const string Issues = "https://github.com/your-organization/daytona-snapshots/issues";
    private const string TryNetwork = "Try again; check the network, and any proxy.";
    private const string AskAdministrator = "The service names this registry for pushes: ask the server's administrator.";

    private static readonly Func<ErrorFacts, string> Said = static it => it.Said;
    private static readonly Func<ErrorFacts, string> Message = static it => it.Detail.Length > 0 ? it.Detail : ErrorText.MessageOf(it.Cause!);

    // Errors that only the module finds.
    public static readonly ErrorRow Unexpected = Row("UnexpectedError", NotSpecified, static it =>
        $"{it.Name} failed unexpectedly ({it.Cause!.GetType().Name}): {it.Said} To see the details, run $Error[0].Exception | Format-List -Force. Report them at {Issues}.");
    public static readonly ErrorRow ConfirmationUnavailable = Ends("ConfirmationUnavailable", InvalidOperation, static it =>
        $"This shell is not interactive and can't ask: {it.Detail}");
    public static readonly ErrorRow AccessTokenRequired = Ends("AccessTokenRequired", AuthenticationError, static _ =>
        "The service shows organizations to users, and not to this API key. Run Connect-Daytona with -AccessToken or -Credential, set $env:DAYTONA_JWT_TOKEN, or run daytona login.");
    public static readonly ErrorRow OrganizationNotFound = Row("OrganizationNotFound", ObjectNotFound, static it =>
        $"You belong to no organization with the name or ID '{it.Name}'. To list yours, run Get-DaytonaOrganization.");
    public static readonly ErrorRow RegionNotFound = Row("RegionNotFound", ObjectNotFound, static it =>
        $"No region has the name or ID '{it.Name}'. To list the regions, run Get-DaytonaRegion.");
    public static readonly ErrorRow RegistryNotFound = Row("RegistryNotFound", ObjectNotFound, static it =>
        $"No container registry has the name or ID '{it.Name}'. To list the registries, run Get-DaytonaRegistry.");
    public static readonly ErrorRow RegistryAmbiguous = Row("RegistryAmbiguous", InvalidArgument, static it =>
        $"Several container registries are named '{it.Name}'. Use the ID of one: {it.Detail}.");
    public static readonly ErrorRow WarmPoolNotFound = Row("WarmPoolNotFound", ObjectNotFound, static it =>
        $"No warm pool is of the snapshot '{it.Name}' or has this ID. To list the pools, run Get-DaytonaWarmPool; to create one, Set-DaytonaWarmPool.");
    public static readonly ErrorRow WarmPoolAmbiguous = Row("WarmPoolAmbiguous", InvalidArgument, static it =>
        $"'{it.Name}' has warm pools in several regions: {it.Detail}. Specify -Region.");
    public static readonly ErrorRow WarmPoolsUnsupported = Ends("WarmPoolsUnsupported", NotImplemented, static _ =>
        "This Daytona server has no warm pools. Use a newer server.");
    public static readonly ErrorRow NotARegistry = Row("NotARegistry", InvalidArgument, Message);
    public static readonly ErrorRow NoRegistryPassword = Row("InvalidRegistryCredential", InvalidArgument, static it =>
        $"The credential for '{it.Name}' has no password. Give a user name and a password or token, such as -Credential (Get-Credential).");
    public static readonly ErrorRow NotASnapshot = Row("NotASnapshot", InvalidArgument, Message);
    public static readonly ErrorRow NameNotFound = Row("SnapshotNotFound", ObjectNotFound, static it =>
        $"No snapshot is named '{it.Name}'. Names are case-sensitive. To find it, run Get-DaytonaSnapshot {Parameters.ArgumentText.Quote($"*{it.Name}*")}.");
    public static readonly ErrorRow IdNotFound = Row("SnapshotNotFound", ObjectNotFound, static it =>
        $"No snapshot has the ID {it.Name}. It may have been removed. To list the snapshots, run Get-DaytonaSnapshot.");
    public static readonly ErrorRow OtherOrganization = Row("OtherOrganization", PermissionDenied, static it =>
        $"{(it.Detail.Length > 0 ? it.Detail : it.Said)} Connect to the organization that owns it, and run the command again.");
    public static readonly ErrorRow GeneralSnapshot = Row("GeneralSnapshot", PermissionDenied, static it =>
        $"'{it.Name}' is a general snapshot, which all organizations share, and can't be {it.Detail}. To leave out general snapshots, use Where-Object General -eq $false.");
    public static readonly ErrorRow StateNotReached = Row("SnapshotStateNotReached", InvalidResult, static it =>
        $"'{it.Name}' is in state {it.State} and will not become {it.Detail} by itself{it.Reason}. {it.NextStep}");
    public static readonly ErrorRow FilterNotSupported = Ends("FilterNotSupported", NotImplemented, static it =>
        $"This Daytona server does not support -{it.Name} and would return all snapshots. Omit the parameter, or use a newer server.");
    public static readonly ErrorRow InvalidDefinition = Row("InvalidDefinition", InvalidArgument, Message);
    public static readonly ErrorRow NoSource = Row("InvalidDefinition", InvalidArgument, static it =>
        $"'{it.Name}' has no source. Specify Image, Dockerfile or Definition. A snapshot that was captured or built with local files can't be created from its properties.");
    public static readonly ErrorRow NotADefinition = Row("InvalidDefinition", InvalidArgument, static _ =>
        "A text or a file can't be piped. To build a Dockerfile, use -Dockerfile with its path; to create the snapshots of a list, pipe Import-Csv, or use Sync-DaytonaSnapshot.");
    public static readonly ErrorRow SeveralSources = Row("InvalidDefinition", InvalidArgument, static it =>
        $"'{it.Name}' has several sources: {it.Detail}. Specify one of them.");
    public static readonly ErrorRow NotForSandboxes = Row("InvalidDefinition", InvalidArgument, static it =>
        $"-{it.Detail} can't be used with -SandboxId: '{it.Name}' gets the entrypoint and the resources of the sandbox. Remove the parameter.");
    public static readonly ErrorRow NoPrefix = Ends("InvalidPrefix", InvalidArgument, static _ =>
        "-Prune needs -Prefix: the text with which the names of all snapshots start that the list is complete for, such as agents/.");
    public static readonly ErrorRow WildcardPrefix = Ends("InvalidPrefix", InvalidArgument, static it =>
        $"'{it.Name}' can't be a prefix. Use literal text such as agents/, without wildcards.");
    public static readonly ErrorRow PrefixWithoutPrune = Ends("InvalidPrefix", InvalidArgument, static _ =>
        "-Prefix only has an effect with -Prune. Add -Prune to remove the snapshots that are not in the list.");
    public static readonly ErrorRow EmptyDefinitionList = Ends("EmptyDefinitionList", InvalidArgument, static _ =>
        "The list has no snapshots, and -Prune would remove all that start with the prefix. To remove them, use Remove-DaytonaSnapshot.");
    public static readonly ErrorRow SyncIncomplete = Ends("SyncIncomplete", InvalidResult, static it =>
        $"{it.Detail} The warnings before this error say why. To complete the list, run the command again.");
    public static readonly ErrorRow InvalidImageStep = Row("InvalidImageStep", InvalidArgument, Message);
    public static readonly ErrorRow UnreadableContext = Row("InvalidBuildContext", InvalidArgument, Message);
    public static readonly ErrorRow ImageFileNotFound = Row("ImageFileNotFound", ObjectNotFound, Message);
    public static readonly ErrorRow NoLocalImage = Row("LocalImageNotFound", ObjectNotFound, static _ => "The name of the local image is empty.");

    // Build logs.
    public static readonly ErrorRow NotBuilt = Row("NoBuildLog", ObjectNotFound, static it => $"'{it.Name}' was not built from a Dockerfile and has no log.");
    public static readonly ErrorRow Cached = Row("NoBuildLog", ObjectNotFound, static it => $"'{it.Name}' came from the service's build cache and has no log.");
    public static readonly ErrorRow NotStarted = Row("NoBuildLog", ObjectNotFound, static it =>
        $"'{it.Name}' is {it.State}, and its build has not started. To wait for it, use -Follow.");
    public static readonly ErrorRow LogGone = Row("NoBuildLog", ObjectNotFound, static it => $"The service has no build log of '{it.Name}' ({it.State}): {it.Said}");
    public static readonly ErrorRow LogUnreadable = Row("BuildLogUnreadable", ReadError, static it =>
        $"The build log of '{it.Name}' can't be read: {it.Said} The service keeps logs on another host than the API. Try again; check that this machine can reach it, and any proxy.");

    // Time limits.
    public static readonly ErrorRow StillRunning = Row("SnapshotTimeout", OperationTimeout, static it =>
        $"{it.After}: '{it.Name}' is {(it.State.Length > 0 ? $"still {it.State}" : "in an unknown state")}. The operation continues on the service. {it.Detail}");
    public static readonly ErrorRow NotConfirmed = Row("SnapshotTimeout", OperationTimeout, static it =>
        $"{it.After}: the service did not confirm the request{it.About}, but may have accepted it. To check, run Get-DaytonaSnapshot {it.Argument}.");
    public static readonly ErrorRow NoResponse = Row("SnapshotTimeout", OperationTimeout, static it =>
        $"{it.After}: the service did not answer the request{it.About}, and nothing was changed. Try again later, or with a longer -Timeout.");
    public static readonly ErrorRow NotReplaced = Row("SnapshotTimeout", OperationTimeout, static it =>
        $"{it.After}: the new '{it.Name}' is not active yet. The old one is unchanged. Try again with a longer -Timeout.");

    // Creations.
    public static readonly ErrorRow NameTaken = Row("SnapshotExists", ResourceExists, static it =>
        $"A snapshot '{it.Name}' already exists. Choose another name, or run Remove-DaytonaSnapshot {it.Argument} -Wait.");
    public static readonly ErrorRow TestFailed = Row("SnapshotTestFailed", InvalidResult, static it => $"'{it.Name}' failed its test: {it.TestError}");

    // Replacements. To complete the change, the command is run again.
    public static readonly ErrorRow NameContested = Row("SnapshotExists", ResourceExists, static it =>
        $"Someone else creates snapshots named '{it.Name}' at the same time. Run the command again.");
    public static readonly ErrorRow ReplacementFailed = Row("SnapshotFailed", InvalidResult, static it =>
        $"The new '{it.Name}' {it.Failure} The old one is unchanged.{it.Detail}");
    public static readonly ErrorRow SetFailed = Row("SnapshotFailed", InvalidResult, static it =>
        $"'{it.Name}' {it.Failure} To try again, run the command again.{it.Detail}");
    public static readonly ErrorRow ReplacementRemoved = Row("SnapshotRemoved", ObjectNotFound, static it =>
        $"'{((SnapshotException)it.Cause!).Name}' was removed by someone else in the meantime. Run the command again.");
    public static readonly ErrorRow ReplacementTestFailed = Row("SnapshotTestFailed", InvalidResult, static it =>
        $"The new '{it.Name}' failed its test: {it.TestError} The old one is unchanged.");
    public static readonly ErrorRow ReplacementQuota = Row("QuotaExceeded", LimitsExceeded, static it =>
        $"An update needs room for one more snapshot until the old one is removed: {it.Said} '{it.Name}' is unchanged. Remove a snapshot that is no longer used, or request a higher quota.");
    public static readonly ErrorRow OldRemoved = Row("SnapshotUpdateIncomplete", InvalidResult, static it =>
        $"The old '{it.Name}' was removed, but the new one could not take its name: {it.Said} Sandboxes can start from '{it.Detail}', which holds the build. To complete the change, run the command again.");
    public static readonly ErrorRow OldMayBeRemoved = Row("SnapshotUpdateIncomplete", InvalidResult, static it =>
        $"It is not known whether the old '{it.Name}' was removed: {it.Said} Sandboxes can start from '{it.Detail}', which holds the build. To complete the change, run the command again.");

    // Exceptions without a reason.
    public static readonly ErrorRow NoCredentials = Ends("NoCredentials", AuthenticationError, static it =>
        $"There are no Daytona credentials. Run Connect-Daytona, or set $env:DAYTONA_API_KEY to an API key from https://app.daytona.io/dashboard/keys. {((NoCredentialsException)it.Cause!).Detail}");
    public static readonly ErrorRow CredentialUnusable = Ends("CredentialUnusable", AuthenticationError, Message);
    public static readonly ErrorRow UnexpectedResponse = Row("UnexpectedResponse", InvalidData, "The server may be of another version, or a proxy may have changed the response.");
    public static readonly ErrorRow UploadFailed = Row("UploadFailed", ConnectionError, "Try again; check that this machine can reach the storage.");
    public static readonly ErrorRow InvalidBuildContext = Row("InvalidBuildContext", ReadError, Message);
    public static readonly ErrorRow InvalidDockerfile = Row("InvalidDockerfile", InvalidArgument, Message);
    public static readonly ErrorRow ToolboxUnavailable = Row("ToolboxUnavailable", ResourceUnavailable, "The toolbox is on the host of the region's proxy, which this machine must be able to reach.");
    public static readonly ErrorRow DaytonaError = Row("DaytonaError", NotSpecified, Message);
    public static readonly ErrorRow Refused = Row("Refused", InvalidOperation, static it => $"The service refused the request{it.About}: {it.Said}");
    public static readonly ErrorRow InvalidSize = Row("InvalidSize", InvalidArgument, Message);
    public static readonly ErrorRow NoRoomForSandbox = Row("ResourceLimitExceeded", LimitsExceeded, static it =>
        $"No sandbox can start{it.About}: {it.Said} Delete sandboxes that are not used, or request a higher limit.");
    public static readonly ErrorRow ExistingInactive = Row("SnapshotInactive", InvalidOperation, static it =>
        $"'{it.Name}' exists but is inactive. Run Enable-DaytonaSnapshot {it.Argument} -Wait.");

    private static readonly Dictionary<Enum, ErrorRow> ByReason = new()
    {
        [ApiErrorReason.CredentialRefused] = Ends("CredentialRefused", AuthenticationError, static it =>
            $"{it.ApiUrl?.Host ?? "The service"} refused the credential ({it.Said.TrimEnd('.')}): it is wrong or has expired. Connect with another one: Connect-Daytona, $env:DAYTONA_API_KEY or daytona login."),
        [ApiErrorReason.OrganizationRefused] = Ends("OrganizationRefused", PermissionDenied, static _ =>
            "The access token is valid, but not for this organization. Specify one of yours with Connect-Daytona -OrganizationId or $env:DAYTONA_ORGANIZATION_ID."),
        [ApiErrorReason.PermissionMissing] = Row("PermissionMissing", PermissionDenied, static it =>
            $"The credential lacks the permission {it.Permission}{it.About}. Use one that has it. Get-DaytonaConnection shows the permissions of an API key."),
        [ApiErrorReason.QuotaExceeded] = Row("QuotaExceeded", LimitsExceeded, "Remove a snapshot that is no longer used, or request a higher quota."),
        [ApiErrorReason.ResourceLimitExceeded] = Row("ResourceLimitExceeded", LimitsExceeded, "Use smaller sizes, or request a higher limit."),
        [ApiErrorReason.NoRunnerAvailable] = Row("NoRunnerAvailable", ResourceUnavailable, "Use another region, sandbox class or GPU type."),
        [ApiErrorReason.OrganizationSuspended] = Ends("OrganizationSuspended", PermissionDenied, "See the organization's page in the dashboard."),
        [ApiErrorReason.RegionUnavailable] = Row("RegionUnavailable", PermissionDenied, "To list the regions, run Get-DaytonaRegion."),
        [ApiErrorReason.RegionRequired] = Row("RegionRequired", InvalidArgument, "Specify -Region, or set a default region in the dashboard."),
        [ApiErrorReason.StorageUnavailable] = Row("StorageUnavailable", ResourceUnavailable, "Builds need the server's object storage: ask the server's administrator."),
        [ApiErrorReason.RegistryNotFound] = Row("RegistryNotFound", ObjectNotFound, "To list the registries, run Get-DaytonaRegistry."),
        [ApiErrorReason.Conflict] = Row("Conflict", ResourceBusy, "Try again."),
        [ApiErrorReason.NotBuilt] = Row("NoBuildLog", ObjectNotFound, Said),
        [ApiErrorReason.Forbidden] = Row("Forbidden", PermissionDenied, static it => $"The service denied access{it.About}: {it.Said}"),
        [ApiErrorReason.NotDaytona] = Ends("NotDaytona", ConnectionError, static it =>
            $"{it.ApiUrl} does not respond to {it.Api.Path} as a Daytona API does. {CheckUrl}: it usually ends in /api."),
        [ApiErrorReason.RegionNotFound] = Row("RegionNotFound", ObjectNotFound, "Check -Region or $env:DAYTONA_TARGET. To list the regions, run Get-DaytonaRegion."),
        [ApiErrorReason.SandboxNotFound] = Row("SandboxNotFound", ObjectNotFound, "Check -SandboxId."),
        [ApiErrorReason.SnapshotNotFound] = Row("SnapshotNotFound", ObjectNotFound, "Check the name."),
        [ApiErrorReason.NoBuilderYet] = Row("NotFound", ObjectNotFound, "Try again in a moment."),
        [ApiErrorReason.NotFound] = Row("NotFound", ObjectNotFound, static it => $"{it.Said} The service has nothing at {it.Api.Path}."),
        [ApiErrorReason.AddressBlocked] = Ends("AddressBlocked", AuthenticationError, static it =>
            $"The service blocks this IP address after failed logins{it.ForHowLong}. Check the credential, and wait before you connect again."),
        [ApiErrorReason.RateLimited] = Row("RateLimited", LimitsExceeded, static it => $"The service's rate limit is reached{it.ForHowLong}. Try again later."),
        [ApiErrorReason.ServiceUnavailable] = Row("ServiceUnavailable", ResourceUnavailable, static it =>
            $"{it.Said.Replace(" Please try again later.", "")} Try again later."),
        [ApiErrorReason.ServiceFailed] = Row("ServiceFailed", ResourceUnavailable, static it =>
            $"The service failed{it.About}: {it.Said} Try again. If the error persists, report the time and the path {it.Api.Path} to Daytona's support."),

        [ConnectionFailure.NameResolution] = Ends("HostUnknown", ConnectionError, $"{CheckUrl}, and the network."),
        [ConnectionFailure.Refused] = Ends("ConnectionRefused", ConnectionError, $"Check that the server runs. {CheckUrl}."),
        [ConnectionFailure.Tls] = Ends("CertificateRefused", SecurityError, "Check the host name, and that this machine trusts the certificate's issuer."),
        [ConnectionFailure.NotHttps] = Ends("HttpsUnavailable", ConnectionError, $"{CheckUrl}, and its port."),
        [ConnectionFailure.Timeout] = Row("ConnectionTimeout", OperationTimeout, TryNetwork),
        [ConnectionFailure.Broken] = Row("ConnectionBroken", ConnectionError, TryNetwork),
        [ConnectionFailure.NotDaytona] = Ends("NotDaytona", ConnectionError, $"{CheckUrl}: it usually ends in /api."),
        [ConnectionFailure.InsecureUrl] = Ends("InsecureUrl", SecurityError, Said),
        [ConnectionFailure.InvalidUrl] = Ends("InvalidUrl", InvalidArgument, $"{CheckUrl}."),
        [ConnectionFailure.InvalidProxy] = Ends("InvalidProxy", InvalidArgument, Said),
        [ConnectionFailure.UnsupportedApi] = Ends("UnsupportedApi", ConnectionError, $"{CheckUrl}."),
        [ConnectionFailure.ProxyUnreachable] = Ends("ProxyUnreachable", ConnectionError, "Check the proxy's settings. To connect without it, use Connect-Daytona -NoProxy."),
        [ConnectionFailure.ProxyAuthenticationRequired] = Ends("ProxyAuthenticationRequired", AuthenticationError, "Connect with Connect-Daytona -Proxy and -ProxyCredential, or with -NoProxy."),

        [SnapshotFailure.NameTaken] = Row("SnapshotExists", ResourceExists, static it =>
            $"A snapshot '{it.Name}' already exists. To use it as it is, add -IfNotExists; otherwise, choose another name, or run Remove-DaytonaSnapshot {it.Argument} -Wait."),
        [SnapshotFailure.NotFound] = NameNotFound,
        [SnapshotFailure.SourceUnknown] = Row("SourceUnknown", InvalidArgument, "Specify what to create it from: -Image, -Dockerfile or -Definition."),
        [SnapshotFailure.OtherOrganization] = OtherOrganization,
        [SnapshotFailure.ExistingUnusable] = Row("SnapshotFailed", InvalidResult, static it =>
            $"'{it.Name}' exists but is in state {it.State}{it.Reason}. Run Remove-DaytonaSnapshot {it.Argument} -Wait, and create it again.{it.MissingPermission}"),
        [SnapshotFailure.CreationFailed] = Row("SnapshotFailed", InvalidResult, static it =>
            $"'{it.Name}' {it.Failure} The name stays taken. To free it, run Remove-DaytonaSnapshot {it.Argument}.{it.Detail}"),
        [SnapshotFailure.CaptureFailed] = Row("CaptureFailed", InvalidResult, Message),
        [SnapshotFailure.MayExist] = Row("SnapshotMayExist", InvalidResult, static it => $"{it.Said} To check, run Get-DaytonaSnapshot {it.Argument}."),
        [SnapshotFailure.Removed] = Row("SnapshotRemoved", ObjectNotFound, static it =>
            $"'{it.Name}' was removed by someone else in the meantime. Create it again if you need it."),
        [SnapshotFailure.Changed] = Row("SnapshotNotActive", InvalidOperation, static it =>
            $"'{it.Name}' is in state {it.State}: someone else changed it before it was active. To check it, run Get-DaytonaSnapshot {it.Argument}."),
        [SnapshotFailure.NotInactive] = Row("SnapshotNotInactive", InvalidOperation, static it =>
            $"'{it.Name}' is in state {it.State}, and only an inactive snapshot can be enabled{it.Reason}. {it.NextStep}"),
        [SnapshotFailure.NotActive] = Row("SnapshotNotActive", InvalidOperation, static it =>
            $"'{it.Name}' is in state {it.State}, and disabling it would hide that{it.Reason}. To disable it anyway, use -Force."),
        [SnapshotFailure.CoolingDown] = Row("SnapshotCoolingDown", ResourceBusy, static it =>
            $"'{it.Name}' was disabled a moment ago and can be enabled {it.EndOfCooling}. Try again then."),
        [SnapshotFailure.NotApplied] = Row("SnapshotUnchanged", InvalidResult, static it =>
            it.Snapshot is { } now && !SnapshotState.IsFinal(now.State)
                ? $"{it.Said} The service can ignore a change while a snapshot is being created. Run Wait-DaytonaSnapshot {it.Argument}, and try again then."
                : $"{it.Said} Something between this machine and the service may respond in its place: check -ApiUrl, and any proxy."),
        [SnapshotFailure.TimeLimitTooShort] = Row("SnapshotTimeout", OperationTimeout, "Nothing was changed. Try again with a longer -Timeout."),

        [SnapshotRequestField.Name] = Row("InvalidSnapshotName", InvalidArgument, Message),
        [SnapshotRequestField.ImageName] = Row("InvalidImageName", InvalidArgument, Message),
        [SnapshotRequestField.Dockerfile] = InvalidDockerfile,
        [SnapshotRequestField.Entrypoint] = Row("InvalidEntrypoint", InvalidArgument, Message),
        [SnapshotRequestField.Region] = Row("RegionNotFound", ObjectNotFound, Message),

        [LocalImageFailure.PathNotFound] = Row("ImageFileNotFound", ObjectNotFound, "Check -Path."),
        [LocalImageFailure.NotAnImage] = Row("NotAnImage", InvalidData, "Use an archive of docker save, podman save or buildah push, or an OCI layout folder."),
        [LocalImageFailure.Broken] = Row("ImageBroken", InvalidData, "Export the image again."),
        [LocalImageFailure.Unsupported] = Row("ImageUnsupported", InvalidData, Said),
        [LocalImageFailure.ImageNotFound] = Row("LocalImageNotFound", ObjectNotFound, "Check -LocalImage."),
        [LocalImageFailure.Ambiguous] = Row("LocalImageAmbiguous", InvalidArgument, "Name one of them with -LocalImage."),
        [LocalImageFailure.PlatformMismatch] = Row("PlatformMismatch", InvalidArgument, "If the region's runners have that platform, use -Platform."),
        [LocalImageFailure.WindowsImage] = Row("WindowsImage", InvalidArgument, "Use a Linux image."),
        [LocalImageFailure.NoEngine] = Row("NoContainerEngine", ResourceUnavailable, "Start the engine, set $env:DOCKER_HOST, or use -Path with an archive of the image."),
        [LocalImageFailure.EngineUnsupported] = Row("ContainerEngineUnsupported", NotImplemented, "Use PowerShell 7, or -Path with an archive of the image."),
        [LocalImageFailure.TemporaryCopy] = Row("TemporaryCopyFailed", WriteError, "Free space, or set $env:TMPDIR (on Windows, $env:TMP) to a folder on another disk."),
        [LocalImageFailure.EngineFailed] = Row("ContainerEngineFailed", ResourceUnavailable, "Check the engine, or use -Path with an archive of the image."),

        [RegistryFailure.Denied] = Row("RegistryDenied", PermissionDenied, "The service issued the credentials for this push. Try again; if the error persists, ask the server's administrator."),
        [RegistryFailure.InvalidAddress] = Row("RegistryInvalid", ConnectionError, AskAdministrator),
        [RegistryFailure.TooLarge] = Row("RegistryRefused", InvalidOperation, "Make the image smaller, or ask the server's administrator for a higher limit."),
        [RegistryFailure.Refused] = Row("RegistryRefused", InvalidOperation, AskAdministrator),
        [RegistryFailure.DigestMismatch] = Row("RegistryRefused", InvalidOperation, "The image was changed while it was sent. Try again."),
        [RegistryFailure.Unavailable] = Row("RegistryUnavailable", ResourceUnavailable, "Try again: layers that have arrived are not sent again."),
    };

    // Reasons that the user need not tell apart.
    private static readonly Dictionary<Enum, Enum> SameAs = new()
    {
        [ApiErrorReason.EndpointNotFound] = ApiErrorReason.NotDaytona,
        [ConnectionFailure.Redirected] = ConnectionFailure.NotDaytona,
        [ConnectionFailure.ProxyRefused] = ConnectionFailure.ProxyUnreachable,
        [RegistryFailure.Unauthorized] = RegistryFailure.Denied,
        [RegistryFailure.NotARegistry] = RegistryFailure.InvalidAddress,
    };

    /// <summary>The row for a reason, or the other one if it has none.</summary>
    public static ErrorRow Find(Enum reason, ErrorRow? other = null) =>
        ByReason.TryGetValue(SameAs.TryGetValue(reason, out Enum? same) ? same : reason, out ErrorRow? row) ? row : other ?? DaytonaError;

    private static ErrorRow Row(string id, ErrorCategory category, Func<ErrorFacts, string> text) => new(id, category, text);

    private static ErrorRow Ends(string id, ErrorCategory category, Func<ErrorFacts, string> text) => new(id, category, text, EndsPipeline: true);

    // The message of the cause, and what to do.
    private static ErrorRow Row(string id, ErrorCategory category, string advice) => Row(id, category, it => $"{it.Said} {advice}");

    private static ErrorRow Ends(string id, ErrorCategory category, string advice) => Ends(id, category, it => $"{it.Said} {advice}");
}
