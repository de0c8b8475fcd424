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

    /// <summary>
    /// A part of the name, in any case. The service treats <c>%</c> and <c>_</c> as wildcards, so the response may contain
    /// other snapshots too.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The sandbox that the snapshots were captured from. Older servers ignore it.</summary>
    public string? SourceSandboxId { get; init; }

    /// <summary>The field to sort by; null for the service's default. General snapshots come last in every order.</summary>
    public SnapshotSort? Sort { get; init; }

    /// <summary>Whether the order is ascending; null for the service's default.</summary>
    public bool? Ascending { get; init; }
}
