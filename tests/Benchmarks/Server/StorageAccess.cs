namespace Daytona.Benchmarks.Server;

/// <summary>Temporary credentials of the storage.</summary>
internal sealed record StorageAccess(
    string AccessKey, string Secret, string SessionToken, Uri StorageUrl, string OrganizationId, string Bucket);
