namespace Daytona.Snapshots.Client.Oci;

/// <summary>The relevant properties of an image's configuration.</summary>
internal sealed class OciImageConfig : OciPlatform
{
    public OciRootFs? Rootfs { get; init; }
}
