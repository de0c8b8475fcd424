namespace Daytona.Snapshots.Client.LocalImages;

/// <summary>What is read of an image's configuration.</summary>
internal sealed class OciImageConfig : OciPlatform
{
    public OciRootFs? Rootfs { get; init; }
}
