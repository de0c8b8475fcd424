using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Daytona.Local.Storage;

/// <summary>The objects of the storage, the uploads, and the credentials.</summary>
internal sealed class ObjectStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StoredObject> _objects = new();
    private readonly ConcurrentDictionary<string, StorageCredentials> _credentials = new();

    /// <summary>The uploads in parts that are under way, by their IDs.</summary>
    public ConcurrentDictionary<string, MultipartUpload> Uploads { get; } = new();

    public IReadOnlyList<StoredObject> ToList() => [.. _objects.Values.OrderBy(static stored => stored.Key, StringComparer.Ordinal)];

    public StoredObject? Find(string key) => _objects.GetValueOrDefault(key);

    public StoredObject Put(string key, ReadOnlyMemory<byte> content, long length, string tag) =>
        _objects[key] = new StoredObject(key, content, length, tag, time.GetUtcNow());

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

/// <summary>An upload in parts, whose content is kept up to a total length.</summary>
internal sealed class MultipartUpload(string key, long keep)
{
    private readonly ConcurrentDictionary<int, Payload> _parts = new();
    private long _length;

    public string Key { get; } = key;

    public void Add(int number, Payload part)
    {
        bool isKept = Interlocked.Add(ref _length, part.Length) <= keep;
        _parts[number] = isKept ? part : part with { Content = [] };
    }

    /// <summary>Joins the specified parts, with the tag of the whole; null if one of them does not match.</summary>
    public Payload? Complete(IReadOnlyList<(int Number, string Tag)> named)
    {
        if (!named.All(it => _parts.TryGetValue(it.Number, out Payload? part) && part.Md5 == it.Tag.Trim('"'))) return null;
        Payload[] parts = [.. named.Select(it => _parts[it.Number])];
        using var content = new MemoryStream();
        foreach (Payload part in parts) content.Write(part.Content);
#pragma warning disable CA5351 // The protocol's own digest.
        byte[] digest = MD5.HashData([.. parts.SelectMany(static part => Convert.FromHexString(part.Md5))]);
#pragma warning restore CA5351
        long length = parts.Sum(static part => part.Length);
        return new Payload(content.Length == length ? content.ToArray() : [], length, $"{Convert.ToHexString(digest).ToLowerInvariant()}-{parts.Length}");
    }
}

/// <summary>An object in the storage.</summary>
/// <param name="Key">Its key: <c>{organizationId}/{hash}/context.tar</c>.</param>
/// <param name="Content">Its bytes; empty if it is larger than the limit in the options.</param>
/// <param name="Length">Its length in bytes, whether they were kept or not.</param>
/// <param name="ETag">Its entity tag, without quotes.</param>
/// <param name="ModifiedAt">When it was stored.</param>
public sealed record StoredObject(string Key, ReadOnlyMemory<byte> Content, long Length, string ETag, DateTimeOffset ModifiedAt);
