namespace Daytona.Local.Registry;

/// <summary>A refusal of the image registry, in the words of the distribution specification.</summary>
internal sealed class LocalRegistryException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    /// <summary>The upload whose state the client needs to know to continue; null for any other refusal.</summary>
    public LocalBlobUpload? Upload { get; private init; }
    public static LocalRegistryException Unauthorized() => new(401, "UNAUTHORIZED", "authentication required");

    public static LocalRegistryException UploadUnknown() => new(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");

    public static LocalRegistryException ManifestUnknown() => new(404, "MANIFEST_UNKNOWN", "manifest unknown");

    public static LocalRegistryException DigestInvalid() => new(400, "DIGEST_INVALID", "provided digest did not match uploaded content");

    public static LocalRegistryException ManifestInvalid(string reason) => new(400, "MANIFEST_INVALID", $"manifest invalid: {reason}");

    public static LocalRegistryException ManifestBlobUnknown(string digest) =>
        new(400, "MANIFEST_BLOB_UNKNOWN", $"blob unknown to registry: {digest}");

    public static LocalRegistryException RangeInvalid(LocalBlobUpload upload) =>
        new(416, "BLOB_UPLOAD_INVALID", "the chunk does not begin where the last one ended") { Upload = upload };
}
