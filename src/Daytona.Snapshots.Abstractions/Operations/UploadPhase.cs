namespace Daytona.Snapshots.Operations;

/// <summary>The two things that happen to a build context.</summary>
public enum UploadPhase
{
    /// <summary>It is read, to know whether the service has it already.</summary>
    Reading,

    /// <summary>It is sent.</summary>
    Sending,
}
