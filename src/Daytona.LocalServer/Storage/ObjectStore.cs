using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Daytona.Local.Storage;

/// <summary>The objects of the storage, and the uploads in parts that are under way.</summary>
internal sealed class ObjectStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StoredObject> _objects = new();
    private readonly ConcurrentDictionary<string, MultipartUpload> _uploads = new();

    public IReadOnlyList<StoredObject> ToList() =>
        [.. _objects.Values.OrderBy(static stored => stored.Key, StringComparer.Ordinal)];

    public StoredObject? Find(string key) => _objects.GetValueOrDefault(key);

    public StoredObject Put(string key, ReadOnlyMemory<byte> content, long length, string tag) =>
        _objects[key] = new StoredObject(key, content, length, tag, time.GetUtcNow());

    public MultipartUpload Begin(string key, long keep)
    {
        var upload = new MultipartUpload(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), key, keep);
        return _uploads[upload.Id] = upload;
    }

    public MultipartUpload? FindUpload(string id, string key) =>
        _uploads.TryGetValue(id, out MultipartUpload? upload) && upload.Key == key ? upload : null;

    public void End(MultipartUpload upload) => _uploads.TryRemove(upload.Id, out _);
}
