namespace Daytona.Snapshots.Errors;

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
