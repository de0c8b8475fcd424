namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>The properties of an image according to the engine.</summary>
internal sealed class EngineImage : OciPlatform
{
    /// <summary>Bytes of all layers, about as many as an export has.</summary>
    public long Size { get; init; }
}
