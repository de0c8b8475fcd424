namespace Daytona.Local.Storage;

/// <summary>The body of an upload, received whole.</summary>
/// <param name="Content">The bytes, without the framing of a chunked one; empty if they are not kept.</param>
/// <param name="Length">How many there were.</param>
/// <param name="Md5">Their MD5 in hexadecimal.</param>
internal sealed record Payload(byte[] Content, long Length, string Md5);
