using System.Collections.Concurrent;
using System.Globalization;
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

    /// <summary>Joins the specified parts; null if one of them does not match.</summary>
    public (byte[] Content, long Length, string Tag)? Complete(IReadOnlyList<(int Number, string Tag)> named)
    {
        List<Payload> parts = [];
        foreach ((int number, string tag) in named)
        {
            if (!_parts.TryGetValue(number, out Payload? part) || part.Md5 != tag.Trim('"')) return null;
            parts.Add(part);
        }

        long length = parts.Sum(static part => part.Length);
        bool isKept = parts.TrueForAll(static part => part.Content.Length == part.Length);
        byte[] content = isKept ? Join(parts, (int)length) : [];
#pragma warning disable CA5351 // The protocol's own digest.
        byte[] digest = MD5.HashData([.. parts.SelectMany(static part => Convert.FromHexString(part.Md5))]);
#pragma warning restore CA5351
        string whole = string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(digest)}-{parts.Count}");
        return (content, length, whole);
    }

    private static byte[] Join(List<Payload> parts, int length)
    {
        byte[] content = new byte[length];
        int end = 0;
        foreach (Payload part in parts)
        {
            part.Content.CopyTo(content, end);
            end += part.Content.Length;
        }

        return content;
    }
}
