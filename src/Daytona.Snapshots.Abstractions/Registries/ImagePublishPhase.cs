namespace Daytona.Snapshots.Registries;

/// <summary>The steps of publishing a local image, in their order.</summary>
public enum ImagePublishPhase
{
    /// <summary>The image is copied from the engine, or from a compressed archive, to a temporary file.</summary>
    Copying,

    /// <summary>The layers that the registry lacks are compared with their digests.</summary>
    Verifying,

    /// <summary>The layers that the registry lacks are sent.</summary>
    Sending,
}
