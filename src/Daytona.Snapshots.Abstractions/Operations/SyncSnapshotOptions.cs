namespace Daytona.Snapshots.Operations;

/// <summary>How snapshots are made what a list of definitions says. The time limit is that of each snapshot.</summary>
public sealed record SyncSnapshotOptions : SetSnapshotOptions
{
    /// <summary>
    /// Removes the snapshots whose names start with this text and are not in the list; null to remove none. The text is
    /// case-sensitive and has no wildcards. General snapshots are never removed.
    /// </summary>
    public string? PrunePrefix { get; init; }

    /// <summary>How many snapshots are changed at once.</summary>
    /// <value>8 by default.</value>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>Called once before snapshots are removed, with all of them. False removes none. Called only if all other changes succeeded.</summary>
    public Func<IReadOnlyList<SnapshotChange>, CancellationToken, Task<bool>>? ConfirmPruneAsync { get; init; }

    /// <summary>Called with each result as it comes, never concurrently, on an arbitrary thread.</summary>
    public Action<SnapshotChange>? OnResult { get; init; }
}
