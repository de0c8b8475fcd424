namespace Daytona.Snapshots.Logs;

/// <summary>What is read of a build's log, and who is given it.</summary>
public sealed class BuildLogOptions
{
    /// <summary>
    /// Is given each line, in order and one at a time, on any thread. What it throws ends the reading and reaches its caller.
    /// </summary>
    public required Action<BuildLogLine> OnLine { get; init; }

    /// <summary>
    /// Follows the log until this ends, most often the wait for the snapshot's final state: only the state says that a build
    /// is over, for the log of one that failed stays open. Its result, the snapshot as it was left, is null where it is gone.
    /// Null to read the log as it is now, and no further.
    /// </summary>
    public Task<Snapshot?>? Ended { get; init; }
}
