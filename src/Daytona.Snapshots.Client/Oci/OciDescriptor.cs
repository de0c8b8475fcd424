namespace Daytona.Snapshots.Client.Oci;

/// <summary>A reference to content, as in the OCI image specification.</summary>
internal sealed class OciDescriptor
{
    public string? MediaType { get; init; }

    public string? Digest { get; init; }

    public long Size { get; init; }

    public OciPlatform? Platform { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }
}
