using System.Management.Automation;

namespace Daytona.Snapshots.Errors;

/// <summary>The identifier of an error, by which scripts handle it.</summary>
/// <param name="Name">The first part of the <c>FullyQualifiedErrorId</c>.</param>
/// <param name="Category">The category.</param>
/// <param name="EndsPipeline">Whether no other item of the pipeline can succeed either, as without a connection.</param>
internal sealed record ErrorId(string Name, ErrorCategory Category, bool EndsPipeline = false)
{
    public static readonly ErrorId AddressBlocked = new(nameof(AddressBlocked), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId CaptureFailed = new(nameof(CaptureFailed), ErrorCategory.InvalidResult);
    public static readonly ErrorId CertificateRefused = new(nameof(CertificateRefused), ErrorCategory.SecurityError, EndsPipeline: true);
    public static readonly ErrorId ConfirmationUnavailable = new(nameof(ConfirmationUnavailable), ErrorCategory.InvalidOperation, EndsPipeline: true);
    public static readonly ErrorId Conflict = new(nameof(Conflict), ErrorCategory.ResourceBusy);
    public static readonly ErrorId ConnectionBroken = new(nameof(ConnectionBroken), ErrorCategory.ConnectionError);
    public static readonly ErrorId ConnectionRefused = new(nameof(ConnectionRefused), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId ConnectionTimeout = new(nameof(ConnectionTimeout), ErrorCategory.OperationTimeout);
    public static readonly ErrorId CredentialRefused = new(nameof(CredentialRefused), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId CredentialUnusable = new(nameof(CredentialUnusable), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId DaytonaError = new(nameof(DaytonaError), ErrorCategory.NotSpecified);
    public static readonly ErrorId EmptyDefinitionList = new(nameof(EmptyDefinitionList), ErrorCategory.InvalidArgument, EndsPipeline: true);
    public static readonly ErrorId FilterNotSupported = new(nameof(FilterNotSupported), ErrorCategory.NotImplemented, EndsPipeline: true);
    public static readonly ErrorId Forbidden = new(nameof(Forbidden), ErrorCategory.PermissionDenied);
    public static readonly ErrorId GeneralSnapshot = new(nameof(GeneralSnapshot), ErrorCategory.PermissionDenied);
    public static readonly ErrorId HostUnknown = new(nameof(HostUnknown), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId InsecureUrl = new(nameof(InsecureUrl), ErrorCategory.SecurityError, EndsPipeline: true);
    public static readonly ErrorId InvalidBuildContext = new(nameof(InvalidBuildContext), ErrorCategory.ReadError);
    public static readonly ErrorId InvalidDefinition = new(nameof(InvalidDefinition), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidDockerfile = new(nameof(InvalidDockerfile), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidImageName = new(nameof(InvalidImageName), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidImageStep = new(nameof(InvalidImageStep), ErrorCategory.InvalidArgument);
    public static readonly ErrorId InvalidPrefix = new(nameof(InvalidPrefix), ErrorCategory.InvalidArgument, EndsPipeline: true);
    public static readonly ErrorId InvalidSnapshotName = new(nameof(InvalidSnapshotName), ErrorCategory.InvalidArgument);
    public static readonly ErrorId NoBuildLog = new(nameof(NoBuildLog), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId NoCredentials = new(nameof(NoCredentials), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId NoRunnerAvailable = new(nameof(NoRunnerAvailable), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId NotASnapshot = new(nameof(NotASnapshot), ErrorCategory.InvalidArgument);
    public static readonly ErrorId NotDaytona = new(nameof(NotDaytona), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId NotFound = new(nameof(NotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId OrganizationRefused = new(nameof(OrganizationRefused), ErrorCategory.PermissionDenied, EndsPipeline: true);
    public static readonly ErrorId OrganizationSuspended = new(nameof(OrganizationSuspended), ErrorCategory.PermissionDenied, EndsPipeline: true);
    public static readonly ErrorId OtherOrganization = new(nameof(OtherOrganization), ErrorCategory.PermissionDenied);
    public static readonly ErrorId PermissionMissing = new(nameof(PermissionMissing), ErrorCategory.PermissionDenied);
    public static readonly ErrorId ProxyAuthenticationRequired = new(nameof(ProxyAuthenticationRequired), ErrorCategory.AuthenticationError, EndsPipeline: true);
    public static readonly ErrorId ProxyUnreachable = new(nameof(ProxyUnreachable), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId QuotaExceeded = new(nameof(QuotaExceeded), ErrorCategory.LimitsExceeded);
    public static readonly ErrorId RateLimited = new(nameof(RateLimited), ErrorCategory.LimitsExceeded);
    public static readonly ErrorId Refused = new(nameof(Refused), ErrorCategory.InvalidOperation);
    public static readonly ErrorId RegionNotFound = new(nameof(RegionNotFound), ErrorCategory.ObjectNotFound);
    public static readonly ErrorId RegionRequired = new(nameof(RegionRequired), ErrorCategory.InvalidArgument);
    public static readonly ErrorId RegionUnavailable = new(nameof(RegionUnavailable), ErrorCategory.PermissionDenied);
    public static readonly ErrorId RegistryNotFound = new(nameof(RegistryNotFound), ErrorCategory.ObjectNotFound);
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
    public static readonly ErrorId SnapshotTimeout = new(nameof(SnapshotTimeout), ErrorCategory.OperationTimeout);
    public static readonly ErrorId SnapshotUnchanged = new(nameof(SnapshotUnchanged), ErrorCategory.InvalidResult);
    public static readonly ErrorId SnapshotUpdateIncomplete = new(nameof(SnapshotUpdateIncomplete), ErrorCategory.InvalidResult);
    public static readonly ErrorId StorageUnavailable = new(nameof(StorageUnavailable), ErrorCategory.ResourceUnavailable);
    public static readonly ErrorId SyncIncomplete = new(nameof(SyncIncomplete), ErrorCategory.InvalidResult, EndsPipeline: true);
    public static readonly ErrorId UnexpectedResponse = new(nameof(UnexpectedResponse), ErrorCategory.InvalidData);
    public static readonly ErrorId UnsupportedApi = new(nameof(UnsupportedApi), ErrorCategory.ConnectionError, EndsPipeline: true);
    public static readonly ErrorId UploadFailed = new(nameof(UploadFailed), ErrorCategory.ConnectionError);

    /// <summary>An error with this identifier.</summary>
    /// <param name="message">The problem and its remedy, in one line.</param>
    /// <param name="target">The object that the error is about; null if there is none.</param>
    /// <param name="cause">The exception that was caught; null if there is none.</param>
    /// <param name="snapshot">The snapshot as last read; null if it was not.</param>
    public CmdletError With(string message, object? target, Exception? cause = null, Snapshot? snapshot = null) =>
        With(new SnapshotErrorException(DisplayText.Clean(message), cause) { Snapshot = snapshot ?? target as Snapshot }, target);

    /// <summary>An error with this identifier and an exception with more details.</summary>
    public CmdletError With(SnapshotErrorException exception, object? target) =>
        new(this, new ErrorRecord(exception, Name, Category, target));
}
