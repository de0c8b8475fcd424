using System.Security.Cryptography;

namespace Daytona.Local.Storage;

/// <summary>Temporary credentials of the storage, good for one organization's own keys.</summary>
internal sealed record StorageCredentials(
    string AccessKey, string Secret, string SessionToken, string OrganizationId, DateTimeOffset ExpiresAt)
{
    public static StorageCredentials Create(string organizationId, DateTimeOffset now) => new(
        "ASIA" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8)),
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(60)),
        organizationId,
        now.AddHours(1));

    /// <summary>Whether their policy allows putting and getting a key.</summary>
    public bool MayUse(string key) => key.StartsWith(OrganizationId + "/", StringComparison.Ordinal);

    /// <summary>Whether their policy allows listing a prefix.</summary>
    public bool MayList(string prefix) => prefix == OrganizationId || MayUse(prefix);
}
