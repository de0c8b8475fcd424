namespace Daytona.Snapshots;

/// <summary>One page of a listing, as the service takes it.</summary>
public sealed record SnapshotQuery
{
    /// <summary>The most snapshots that the service puts on a page.</summary>
    public const int MaximumLimit = 200;

    /// <summary>The page's number, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Snapshots a page, from 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = MaximumLimit;

    /// <summary>The filter that the service applies. Its <see cref="SnapshotFilter.First"/> is not sent.</summary>
    /// <value>By default, all snapshots.</value>
    public SnapshotFilter Filter { get; init; } = new();

    /// <summary>The field to sort by; null leaves it to the service. General snapshots come last in every order.</summary>
    public SnapshotSort? Sort { get; init; }

    /// <summary>Whether the smallest comes first; null leaves it to the service.</summary>
    public bool? Ascending { get; init; }
}
