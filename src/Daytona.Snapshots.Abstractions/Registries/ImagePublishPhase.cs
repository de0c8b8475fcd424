namespace Daytona.Snapshots.Registries;

/// <summary>The steps of publishing a local image, in their order.</summary>
public enum ImagePublishPhase
{
    /// <summary>The image is read and its layers are compressed, while those that are ready are sent.</summary>
    Reading,

    /// <summary>The image is read, and the rest of it is sent.</summary>
    Sending,
}
