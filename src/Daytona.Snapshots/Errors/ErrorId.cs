using System.Management.Automation;

namespace Daytona.Snapshots.Errors;

/// <summary>The identifier of an error, by which scripts handle it.</summary>
/// <param name="Name">The first part of the <c>FullyQualifiedErrorId</c>.</param>
/// <param name="Category">The category.</param>
/// <param name="EndsPipeline">Whether no other item of the pipeline can succeed either, as without a connection.</param>
internal sealed record ErrorId(string Name, ErrorCategory Category, bool EndsPipeline = false)
{
    public static readonly ErrorId AccessTokenRequired = new(nameof(AccessTokenRequired), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId AddressBlocked = new(nameof(AddressBlocked), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId BuildLogUnreadable = new(nameof(BuildLogUnreadable), ErrorCategory.ReadError);
    public static readonly ErrorId CaptureFailed = new(nameof(CaptureFailed), ErrorCategory.InvalidResult);
    public static readonly ErrorId CertificateRefused = new(nameof(CertificateRefused), ErrorCategory.SecurityError, EndsPipeline: true);
    public static readonly ErrorId ConfirmationUnavailable = new(nameof(ConfirmationUnavailable), ErrorCategory.InvalidOperation, EndsPipeline: true);
    public static readonly ErrorId Conflict = new(nameof(Conflict), ErrorCategory.ResourceBusy);
    public static readonly ErrorId ConnectionBroken = new(nameof(ConnectionBroken), ErrorCategory.ConnectionError);
    public static readonly ErrorId ConnectionRefused = new(nameof(ConnectionRefused), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId ConnectionTimeout = new(nameof(ConnectionTimeout), ErrorCategory.OperationTimeout);
    public static readonly ErrorId ContainerEngineFailed = new(nameof(ContainerEngineFailed), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId ContainerEngineUnsupported = new(nameof(ContainerEngineUnsupported), ErrorCategory.NotImplemented);
    public static readonly ErrorId CredentialRefused = new(nameof(CredentialRefused), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId CredentialUnusable = new(nameof(CredentialUnusable), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId DaytonaError = new(nameof(DaytonaError), ErrorCategory.NotSpecified);
    public static readonly ErrorId EmptyDefinitionList = new(nameof(EmptyDefinitionList), ErrorCategory.InvalidArgument, EndsPipeline: true);
    public static readonly ErrorId FilterNotSupported = new(nameof(FilterNotSupported), ErrorCategory.NotImplemented, EndsPipeline: true);
    public static readonly ErrorId Forbidden = new(nameof(Forbidden), ErrorCategory.PermissionDenied);
    public static readonly ErrorId GeneralSnapshot = new(nameof(GeneralSnapshot), ErrorCategory.PermissionDenied);
    public static readonly ErrorId HostUnknown = new(nameof(HostUnknown), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId ImageBroken = new(nameof(ImageBroken), ErrorCategory.InvalidData);
    public static readonly ErrorId ImageFileNotFound = new(nameof(ImageFileNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId InsecureUrl = new(nameof(InsecureUrl), ErrorCategory.SecurityError, EndsPipeline: true);
    public static readonly ErrorId InvalidBuildContext = new(nameof(InvalidBuildContext), ErrorCategory.ReadError);
    public static readonly ErrorId InvalidDefinition = new(nameof(InvalidDefinition), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidDockerfile = new(nameof(InvalidDockerfile), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidEntrypoint = new(nameof(InvalidEntrypoint), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidImageName = new(nameof(InvalidImageName), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidImageStep = new(nameof(InvalidImageStep), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidPrefix = new(nameof(InvalidPrefix), ErrorCategory.InvalidArgument, EndsPipeline: true);
    public static readonly ErrorId InvalidProxy = new(nameof(InvalidProxy), ErrorCategory.InvalidArgument, EndsPipeline: true);
    public static readonly ErrorId InvalidRegistryCredential = new(nameof(InvalidRegistryCredential), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidSize = new(nameof(InvalidSize), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidSnapshotName = new(nameof(InvalidSnapshotName), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidUrl = new(nameof(InvalidUrl), ErrorCategory.InvalidArgument, EndsPipeline: true);
    public static readonly ErrorId LocalImageAmbiguous = new(nameof(LocalImageAmbiguous), ErrorCategory.InvalidArgument);
    public static readonly ErrorId LocalImageNotFound = new(nameof(LocalImageNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId NoBuildLog = new(nameof(NoBuildLog), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId NoContainerEngine = new(nameof(NoContainerEngine), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId NoCredentials = new(nameof(NoCredentials), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId NoRunnerAvailable = new(nameof(NoRunnerAvailable), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId NotAnImage = new(nameof(NotAnImage), ErrorCategory.InvalidData);
    public static readonly ErrorId NotARegistry = new(nameof(NotARegistry), ErrorCategory.InvalidArgument);
    public static readonly ErrorId NotASnapshot = new(nameof(NotASnapshot), ErrorCategory.InvalidArgument);
    public static readonly ErrorId NotDaytona = new(nameof(NotDaytona), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId NotFound = new(nameof(NotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId OrganizationNotFound = new(nameof(OrganizationNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId OrganizationRefused = new(nameof(OrganizationRefused), ErrorCategory.PermissionDenied, EndsPipeline: true);
    public static readonly ErrorId OrganizationSuspended = new(nameof(OrganizationSuspended), ErrorCategory.PermissionDenied, EndsPipeline: true);
    public static readonly ErrorId OtherOrganization = new(nameof(OtherOrganization), ErrorCategory.PermissionDenied);
    public static readonly ErrorId PermissionMissing = new(nameof(PermissionMissing), ErrorCategory.PermissionDenied);
    public static readonly ErrorId PlatformMismatch = new(nameof(PlatformMismatch), ErrorCategory.InvalidArgument);
    public static readonly ErrorId ProxyAuthenticationRequired = new(nameof(ProxyAuthenticationRequired), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId ProxyUnreachable = new(nameof(ProxyUnreachable), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId QuotaExceeded = new(nameof(QuotaExceeded), ErrorCategory.LimitsExceeded);
    public static readonly ErrorId RateLimited = new(nameof(RateLimited), ErrorCategory.LimitsExceeded);
    public static readonly ErrorId Refused = new(nameof(Refused), ErrorCategory.InvalidOperation);
    public static readonly ErrorId RegionNotFound = new(nameof(RegionNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId RegionRequired = new(nameof(RegionRequired), ErrorCategory.InvalidArgument);
    public static readonly ErrorId RegionUnavailable = new(nameof(RegionUnavailable), ErrorCategory.PermissionDenied);
    public static readonly ErrorId RegistryAmbiguous = new(nameof(RegistryAmbiguous), ErrorCategory.InvalidArgument);
    public static readonly ErrorId RegistryDenied = new(nameof(RegistryDenied), ErrorCategory.PermissionDenied);
    public static readonly ErrorId RegistryInvalid = new(nameof(RegistryInvalid), ErrorCategory.ConnectionError);
    public static readonly ErrorId RegistryNotFound = new(nameof(RegistryNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId RegistryRefused = new(nameof(RegistryRefused), ErrorCategory.InvalidOperation);
    public static readonly ErrorId RegistryUnavailable = new(nameof(RegistryUnavailable), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId ResourceLimitExceeded = new(nameof(ResourceLimitExceeded), ErrorCategory.LimitsExceeded);
    public static readonly ErrorId SandboxNotFound = new(nameof(SandboxNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId ServiceFailed = new(nameof(ServiceFailed), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId ServiceUnavailable = new(nameof(ServiceUnavailable), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId SnapshotCoolingDown = new(nameof(SnapshotCoolingDown), ErrorCategory.ResourceBusy);
    public static readonly ErrorId SnapshotExists = new(nameof(SnapshotExists), ErrorCategory.ResourceExists);
    public static readonly ErrorId SnapshotFailed = new(nameof(SnapshotFailed), ErrorCategory.InvalidResult);
    public static readonly ErrorId SnapshotInactive = new(nameof(SnapshotInactive), ErrorCategory.InvalidOperation);
    public static readonly ErrorId SnapshotMayExist = new(nameof(SnapshotMayExist), ErrorCategory.InvalidResult);
    public static readonly ErrorId SnapshotNotActive = new(nameof(SnapshotNotActive), ErrorCategory.InvalidOperation);
    public static readonly ErrorId SnapshotNotFound = new(nameof(SnapshotNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId SnapshotNotInactive = new(nameof(SnapshotNotInactive), ErrorCategory.InvalidOperation);
    public static readonly ErrorId SnapshotRemoved = new(nameof(SnapshotRemoved), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId SnapshotStateNotReached = new(nameof(SnapshotStateNotReached), ErrorCategory.InvalidResult);
    public static readonly ErrorId SnapshotTestFailed = new(nameof(SnapshotTestFailed), ErrorCategory.InvalidResult);
    public static readonly ErrorId SnapshotTimeout = new(nameof(SnapshotTimeout), ErrorCategory.OperationTimeout);
    public static readonly ErrorId SnapshotUnchanged = new(nameof(SnapshotUnchanged), ErrorCategory.InvalidResult);
    public static readonly ErrorId SnapshotUpdateIncomplete = new(nameof(SnapshotUpdateIncomplete), ErrorCategory.InvalidResult);
    public static readonly ErrorId StorageUnavailable = new(nameof(StorageUnavailable), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId SyncIncomplete = new(nameof(SyncIncomplete), ErrorCategory.InvalidResult, EndsPipeline: true);
    public static readonly ErrorId TemporaryCopyFailed = new(nameof(TemporaryCopyFailed), ErrorCategory.WriteError);
    public static readonly ErrorId ToolboxUnavailable = new(nameof(ToolboxUnavailable), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId UnexpectedResponse = new(nameof(UnexpectedResponse), ErrorCategory.InvalidData);
    public static readonly ErrorId UnsupportedApi = new(nameof(UnsupportedApi), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId UploadFailed = new(nameof(UploadFailed), ErrorCategory.ConnectionError);
    public static readonly ErrorId WindowsImage = new(nameof(WindowsImage), ErrorCategory.InvalidArgument);

    /// <summary>An error with this identifier.</summary>
    /// <param name="message">The problem and its remedy, in one line.</param>
    /// <param name="target">The object that the error is about; null if there is none.</param>
    /// <param name="cause">The exception that was caught; null if there is none.</param>
    /// <param name="snapshot">The snapshot as last read; null if it was not.</param>
    public CmdletError With(string message, object? target, Exception? cause = null, Snapshot? snapshot = null) =>
        With(new SnapshotErrorException(message, cause) { Snapshot = snapshot ?? target as Snapshot }, target);

    /// <summary>An error with this identifier and an exception with more details.</summary>
    public CmdletError With(SnapshotErrorException exception, object? target)
    {
        var record = new ErrorRecord(exception, Name, Category, target);
        // NormalView shows it below the message.
        record.CategoryInfo.TargetName = DisplayText.Clean(record.CategoryInfo.TargetName);
        return new CmdletError(this, record);
    }
}
