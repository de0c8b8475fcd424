namespace Daytona.Local.Registry;

/// <summary>A refusal of the image registry, in the words of the distribution specification.</summary>
internal sealed class RegistryException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The upload whose state the client needs to know to continue; null for any other refusal.</summary>
    public BlobUpload? Upload { get; private init; }

    public static RegistryException Unauthorized() => new(401, "UNAUTHORIZED", "authentication required");

    public static RegistryException Denied() => new(403, "DENIED", "requested access to the resource is denied");

    public static RegistryException BlobUnknown() => new(404, "BLOB_UNKNOWN", "blob unknown to registry");

    public static RegistryException UploadUnknown() =>
        new(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");

    public static RegistryException ManifestUnknown() => new(404, "MANIFEST_UNKNOWN", "manifest unknown");

    public static RegistryException NameUnknown() => new(404, "NAME_UNKNOWN", "repository name not known to registry");

    public static RegistryException DigestInvalid() =>
        new(400, "DIGEST_INVALID", "provided digest did not match uploaded content");

    public static RegistryException ManifestInvalid(string reason) =>
        new(400, "MANIFEST_INVALID", $"manifest invalid: {reason}");

    public static RegistryException ManifestBlobUnknown(string digest) =>
        new(400, "MANIFEST_BLOB_UNKNOWN", $"blob unknown to registry: {digest}");

    public static RegistryException RangeInvalid(BlobUpload upload) =>
        new(416, "BLOB_UPLOAD_INVALID", "the chunk does not begin where the last one ended") { Upload = upload };

    public static RegistryException Unsupported() => new(405, "UNSUPPORTED", "The operation is unsupported.");
}
