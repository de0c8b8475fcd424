namespace Daytona.Snapshots.Operations;

/// <summary>The progress of uploading build contexts.</summary>
/// <param name="Phase">The current phase.</param>
/// <param name="Done">Bytes read or sent so far.</param>
/// <param name="Total">Bytes of all contexts.</param>
public readonly record struct UploadProgress(UploadPhase Phase, long Done, long Total);

/// <summary>The phases of uploading a build context.</summary>
public enum UploadPhase
{
    /// <summary>The context is read to find out whether the service already has it.</summary>
    Reading,

    /// <summary>The context is sent.</summary>
    Sending,
}
