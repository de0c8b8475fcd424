namespace Daytona.Snapshots;

/// <summary>One page of a listing.</summary>
public sealed class SnapshotPage
{
    /// <summary>The snapshots on it.</summary>
    public IReadOnlyList<Snapshot> Items { get; init; } = [];

    /// <summary>How many there are on all pages.</summary>
    public int Total { get; init; }

    /// <summary>The page's number, from 1.</summary>
    public int Page { get; init; }

    /// <summary>How many pages there are.</summary>
    public int TotalPages { get; init; }
}
