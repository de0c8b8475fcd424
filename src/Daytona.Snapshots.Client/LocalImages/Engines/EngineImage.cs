namespace Daytona.Snapshots.Client.LocalImages.Engines;

/// <summary>What is read of an engine's answer about an image.</summary>
internal sealed class EngineImage : OciPlatform
{
    /// <summary>Bytes of all layers, about as many as an export has.</summary>
    public long Size { get; init; }
}
