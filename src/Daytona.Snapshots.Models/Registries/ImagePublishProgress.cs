namespace Daytona.Snapshots.Registries;

/// <summary>The progress of publishing a local image.</summary>
/// <param name="Phase">The current step.</param>
/// <param name="Done">Bytes done in this step. Decreases if bytes must be sent again.</param>
/// <param name="Total">Bytes in this step; 0 if unknown.</param>
public readonly record struct ImagePublishProgress(ImagePublishPhase Phase, long Done, long Total);

/// <summary>The steps of publishing a local image, in their order.</summary>
public enum ImagePublishPhase
{
    /// <summary>The image is read and its layers are compressed, while those that are ready are sent.</summary>
    Reading,

    /// <summary>The image is read, and the rest of it is sent.</summary>
    Sending,
}
