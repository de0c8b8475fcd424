using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Daytona.Local;

/// <summary>An upload in parts.</summary>
internal sealed class MultipartUpload(string id, string key)
{
    private readonly ConcurrentDictionary<int, Payload> _parts = new();

    public string Id { get; } = id;

    public string Key { get; } = key;

    public void Add(int number, Payload part) => _parts[number] = part;

    /// <summary>Puts the named parts together; null where one of them is not there as named.</summary>
    public (byte[] Content, long Length, string Tag)? Complete(IReadOnlyList<(int Number, string Tag)> named)
    {
        List<Payload> parts = [];
        foreach ((int number, string tag) in named)
        {
            if (!_parts.TryGetValue(number, out Payload? part) || part.Md5 != tag.Trim('"')) return null;
            parts.Add(part);
        }

        byte[] content = [.. parts.SelectMany(static part => part.Content)];
#pragma warning disable CA5351 // The protocol's own digest.
        byte[] digest = MD5.HashData([.. parts.SelectMany(static part => Convert.FromHexString(part.Md5))]);
#pragma warning restore CA5351
        string whole = string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(digest)}-{parts.Count}");
        return (content, parts.Sum(static part => part.Length), whole);
    }
}
