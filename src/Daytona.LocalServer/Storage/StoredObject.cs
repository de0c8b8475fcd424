namespace Daytona.Local.Storage;

/// <summary>An object in the storage.</summary>
/// <param name="Key">Its key: <c>{organizationId}/{hash}/context.tar</c>.</param>
/// <param name="Content">Its bytes; empty if it is larger than the limit in the options.</param>
/// <param name="Length">Its length in bytes, whether they were kept or not.</param>
/// <param name="ETag">Its entity tag, without quotes.</param>
/// <param name="ModifiedAt">When it was stored.</param>
public sealed record StoredObject(
    string Key, ReadOnlyMemory<byte> Content, long Length, string ETag, DateTimeOffset ModifiedAt);
