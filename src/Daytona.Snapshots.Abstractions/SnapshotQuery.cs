namespace Daytona.Snapshots;

/// <summary>The query for one page of a listing.</summary>
public sealed record SnapshotQuery
{
    /// <summary>The maximum number of snapshots on a page.</summary>
    public const int MaximumLimit = 200;

    /// <summary>The page's number, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The number of snapshots on a page, from 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = MaximumLimit;

    /// <summary>The filter that the service applies. Its <see cref="SnapshotFilter.First"/> is not sent.</summary>
    /// <value>By default, all snapshots.</value>
    public SnapshotFilter Filter { get; init; } = new();

    /// <summary>The field to sort by; null for the service's default. General snapshots come last in every order.</summary>
    public SnapshotSort? Sort { get; init; }

    /// <summary>Whether the order is ascending; null for the service's default.</summary>
    public bool? Ascending { get; init; }
}
