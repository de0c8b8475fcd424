#pragma warning disable CS1591
namespace Daytona.Snapshots;

/// <summary>Interim.</summary>
public enum ApiErrorReason
{
    Refused, SnapshotNotFound, SandboxNotFound, RegionNotFound, NotFound, NameTaken, QuotaExceeded, CoolingDown, InvalidRequest, CredentialRefused,
    OrganizationRefused, PermissionMissing, Forbidden, RateLimited, AddressBlocked, NoBuilderYet, NotDaytona, ServiceUnavailable, ServiceFailed,
}
