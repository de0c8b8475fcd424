namespace Daytona.Local.Registry;

/// <summary>A layer or a configuration in the image registry.</summary>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Content">Its bytes; null if it is larger than the server keeps.</param>
internal sealed record Blob(string Digest, long Length, ReadOnlyMemory<byte>? Content);
