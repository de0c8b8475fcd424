namespace Daytona.Snapshots.Client.Oci;

/// <summary>A list of manifests.</summary>
internal sealed class OciIndex
{
    public List<OciDescriptor>? Manifests { get; init; }
}
