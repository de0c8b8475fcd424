namespace Daytona.Snapshots.Client.Oci;

/// <summary>The manifest of an image. Its properties are written in this order.</summary>
internal sealed class OciManifest
{
    public int SchemaVersion { get; init; } = 2;

    public string? MediaType { get; init; }

    public OciDescriptor? Config { get; init; }

    public List<OciDescriptor>? Layers { get; init; }
}
