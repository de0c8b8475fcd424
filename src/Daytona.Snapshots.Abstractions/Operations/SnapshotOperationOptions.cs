namespace Daytona.Snapshots.Operations;

/// <summary>The time limit of an operation on a snapshot, and its callback for states.</summary>
public abstract record SnapshotOperationOptions
{
    /// <summary>
    /// The time from the first request to the last, except the time of uploading a build context; null for no limit.
    /// </summary>
    /// <value>60 minutes by default.</value>
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Called with the first state and with each change, on an arbitrary thread.</summary>
    public Action<Snapshot>? OnStateChange { get; init; }
}
