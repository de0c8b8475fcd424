namespace Daytona.Snapshots.Operations;

/// <summary>The time limit of a build, and its callbacks.</summary>
public abstract record BuildSnapshotOptions : SnapshotOperationOptions
{
    /// <summary>Called for each line of the build log, in order and never concurrently, on an arbitrary thread.</summary>
    public Action<BuildLogLine>? OnLogLine { get; init; }

    /// <summary>Called as the build context is read and sent, on an arbitrary thread.</summary>
    public Action<UploadProgress>? OnUpload { get; init; }
}
