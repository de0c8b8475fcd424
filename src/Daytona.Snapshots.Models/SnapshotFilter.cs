namespace Daytona.Snapshots;

/// <summary>Filters that the service applies to a listing. Callers filter the result again, because older servers ignore unknown filters.</summary>
public sealed record SnapshotFilter
{
    /// <summary>
    /// A part of the name, in any case; null for all. The service treats <c>%</c> and <c>_</c> as wildcards, so a page can contain
    /// more snapshots than expected.
    /// </summary>
    public string? NameContains { get; init; }

    /// <summary>The sandbox that the snapshots were captured from; null for all.</summary>
    public string? SourceSandboxId { get; init; }

    /// <summary>The maximum number of snapshots that the caller reads, which keeps the first page small; null for all.</summary>
    public int? First { get; init; }
}
