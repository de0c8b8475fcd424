namespace Daytona.Snapshots;

/// <summary>One page of a listing.</summary>
public sealed class SnapshotPage
{
    /// <summary>The snapshots on the page.</summary>
    public IReadOnlyList<Snapshot> Items { get; init; } = [];

    /// <summary>
    /// The number of snapshots on the page that are not in <see cref="Items"/> because the service sent them without an id.
    /// </summary>
    public int UnreadableItems { get; init; }

    /// <summary>The number of snapshots on all pages.</summary>
    public int Total { get; init; }

    /// <summary>The number of the page, from 1.</summary>
    public int Page { get; init; }

    /// <summary>The number of pages according to the service.</summary>
    public int TotalPages { get; init; }
}
