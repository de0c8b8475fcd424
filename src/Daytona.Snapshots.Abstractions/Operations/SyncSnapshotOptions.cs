namespace Daytona.Snapshots.Operations;

/// <summary>How snapshots are made to match a list of definitions. The time limit applies to each snapshot.</summary>
public sealed record SyncSnapshotOptions : SetSnapshotOptions
{
    /// <summary>
    /// Removes the snapshots whose names start with this text and are not in the list; null to remove none. The text is
    /// case-sensitive and has no wildcards. General snapshots are never removed.
    /// </summary>
    public string? PrunePrefix { get; init; }

    /// <summary>The number of snapshots that are changed at the same time.</summary>
    /// <value>8 by default.</value>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>
    /// Called once with all snapshots to remove, if all other changes succeeded. If it returns false, none is removed.
    /// </summary>
    public Func<IReadOnlyList<SnapshotChange>, CancellationToken, Task<bool>>? ConfirmPruneAsync { get; init; }

    /// <summary>Called for each result as it becomes available, never concurrently, on an arbitrary thread.</summary>
    public Action<SnapshotChange>? OnResult { get; init; }
}
