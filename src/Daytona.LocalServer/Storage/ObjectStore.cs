using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Daytona.Local.Storage;

/// <summary>The objects of the storage, the uploads in parts that are under way, and the credentials.</summary>
internal sealed class ObjectStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StoredObject> _objects = new();
    private readonly ConcurrentDictionary<string, MultipartUpload> _uploads = new();
    private readonly ConcurrentDictionary<string, StorageCredentials> _credentials = new();

    public IReadOnlyList<StoredObject> ToList() =>
        [.. _objects.Values.OrderBy(static stored => stored.Key, StringComparer.Ordinal)];

    public StoredObject? Find(string key) => _objects.GetValueOrDefault(key);

    public StoredObject Put(string key, ReadOnlyMemory<byte> content, long length, string tag) =>
        _objects[key] = new StoredObject(key, content, length, tag, time.GetUtcNow());

    public MultipartUpload Begin(string key, long keep)
    {
        var upload = new MultipartUpload(RandomNumberGenerator.GetHexString(32, lowercase: true), key, keep);
        return _uploads[upload.Id] = upload;
    }

    public MultipartUpload? FindUpload(string id, string key) =>
        _uploads.TryGetValue(id, out MultipartUpload? upload) && upload.Key == key ? upload : null;

    public void End(MultipartUpload upload) => _uploads.TryRemove(upload.Id, out _);

    public StorageCredentials AddCredentials(string organizationId)
    {
        var credentials = new StorageCredentials(
            "ASIA" + RandomNumberGenerator.GetHexString(16),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(60)),
            organizationId,
            time.GetUtcNow().AddHours(1));
        return _credentials[credentials.AccessKey] = credentials;
    }

    public StorageCredentials? FindCredentials(string accessKey) => _credentials.GetValueOrDefault(accessKey);
}

/// <summary>Temporary credentials of the storage, valid for the keys of an organization.</summary>
internal sealed record StorageCredentials(
    string AccessKey, string Secret, string SessionToken, string OrganizationId, DateTimeOffset ExpiresAt)
{
    public bool MayUse(string keyOrPrefix) => keyOrPrefix.StartsWith(OrganizationId + "/", StringComparison.Ordinal);
}

/// <summary>A refusal of the storage, in the storage's own form.</summary>
internal sealed class StorageException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static StorageException AccessDenied() => new(403, "AccessDenied", "Access Denied.");
}
