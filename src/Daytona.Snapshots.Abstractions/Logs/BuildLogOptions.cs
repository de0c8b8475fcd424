namespace Daytona.Snapshots.Logs;

/// <summary>How a build log is read.</summary>
public sealed class BuildLogOptions
{
    /// <summary>
    /// Called for each line, in order and never concurrently, on an arbitrary thread. An exception stops reading and propagates
    /// to the caller.
    /// </summary>
    public required Action<BuildLogLine> OnLine { get; init; }

    /// <summary>
    /// Follows the log until this function ends, usually when the snapshot reaches a final state. Only the state shows the end
    /// of a build, because the log of a failed build stays open. The result is the snapshot as last read, or null if it was
    /// removed. If the property is null, the log is read up to its current end.
    /// </summary>
    public Task<Snapshot?>? Ended { get; init; }
}
