using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Daytona.Local.Storage;

/// <summary>An upload in parts, whose content is kept up to a total length.</summary>
internal sealed class MultipartUpload(string id, string key, long keep)
{
    private readonly ConcurrentDictionary<int, Payload> _parts = new();
    private long _length;

    public string Id { get; } = id;

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
        return new Payload(content.Length == length ? content.ToArray() : [], length, $"{Convert.ToHexStringLower(digest)}-{parts.Length}");
    }
}
