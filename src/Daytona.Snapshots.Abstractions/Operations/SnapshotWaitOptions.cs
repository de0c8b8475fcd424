namespace Daytona.Snapshots.Operations;

/// <summary>What a wait is for.</summary>
public sealed record SnapshotWaitOptions
{
    /// <summary>Whether the wait is over, asked of every reading.</summary>
    public required Func<Snapshot, bool> Until { get; init; }

    /// <summary>How long to wait at the most; null for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Is called with the first state and with each that differs from the one before, on any thread. It may come from a
    /// notification, whereas the wait's result was always read from the service.
    /// </summary>
    public Action<Snapshot>? OnChange { get; init; }

    /// <summary>What the caller read last; null where nothing was.</summary>
    public Snapshot? Known { get; init; }
}
