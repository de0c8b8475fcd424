namespace Daytona.Snapshots.Errors;

/// <summary>The reasons for which the service answers a request with an error.</summary>
public enum ApiErrorReason
{
    /// <summary>The service refused the request for a reason that has no name here; the message states it.</summary>
    Refused,

    /// <summary>There is no such snapshot, or it belongs to another organization.</summary>
    SnapshotNotFound,

    /// <summary>There is no such sandbox.</summary>
    SandboxNotFound,

    /// <summary>There is no such container registry.</summary>
    RegistryNotFound,

    /// <summary>There is no such region.</summary>
    RegionNotFound,

    /// <summary>The organization may not use the region.</summary>
    RegionUnavailable,

    /// <summary>No region was named, and the organization has no default region.</summary>
    RegionRequired,

    /// <summary>Something else that the request names does not exist.</summary>
    NotFound,

    /// <summary>The server does not have the path: it is of another version, or the base address is wrong.</summary>
    EndpointNotFound,

    /// <summary>Something other than a Daytona API answered that it does not have the path.</summary>
    NotDaytona,

    /// <summary>Another snapshot of the organization has the name.</summary>
    NameTaken,

    /// <summary>The request conflicts with another one.</summary>
    Conflict,

    /// <summary>The organization has as many snapshots as it may have.</summary>
    QuotaExceeded,

    /// <summary>The CPUs, memory, disk or GPUs exceed what a sandbox of the organization may have.</summary>
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

    /// <summary>The access token is not valid for the organization, or no organization was named.</summary>
    OrganizationRefused,

    /// <summary>The organization is suspended.</summary>
    OrganizationSuspended,

    /// <summary>The API key lacks the permission for the request.</summary>
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

    /// <summary>The service is unavailable for the moment, for example during maintenance.</summary>
    ServiceUnavailable,

    /// <summary>The service failed. The request may have been carried out or not.</summary>
    ServiceFailed,
}
