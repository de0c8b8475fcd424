namespace Daytona.Snapshots.Operations;

/// <summary>The condition of a wait, its time limit and its callback.</summary>
public sealed record SnapshotWaitOptions
{
    /// <summary>The condition that ends the wait, evaluated for every reading.</summary>
    public required Func<Snapshot, bool> Until { get; init; }

    /// <summary>The time limit; null for none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Called with the first state and with each change, on an arbitrary thread. The state may come from a notification. The
    /// result of the wait is always read from the service.
    /// </summary>
    public Action<Snapshot>? OnChange { get; init; }

    /// <summary>The snapshot as the caller last read it, or null.</summary>
    public Snapshot? Known { get; init; }
}
