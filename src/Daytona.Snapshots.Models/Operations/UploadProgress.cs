namespace Daytona.Snapshots.Operations;

/// <summary>The progress of uploading build contexts or an image.</summary>
/// <param name="Phase">The current phase.</param>
/// <param name="Done">Bytes read or sent so far. Decreases if bytes of an image must be sent again.</param>
/// <param name="Total">Bytes in this phase; 0 if unknown.</param>
public readonly record struct UploadProgress(UploadPhase Phase, long Done, long Total);

/// <summary>The phases of uploading.</summary>
public enum UploadPhase
{
    /// <summary>Contexts are read to find out whether the service already has them. An image is read, and its layers are sent meanwhile.</summary>
    Reading,

    /// <summary>The contexts are sent. An image is read, and the rest of it is sent.</summary>
    Sending,
}
