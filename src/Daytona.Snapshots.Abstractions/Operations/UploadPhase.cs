namespace Daytona.Snapshots.Operations;

/// <summary>The phases of uploading a build context.</summary>
public enum UploadPhase
{
    /// <summary>The context is read to find out whether the service already has it.</summary>
    Reading,

    /// <summary>The context is sent.</summary>
    Sending,
}
