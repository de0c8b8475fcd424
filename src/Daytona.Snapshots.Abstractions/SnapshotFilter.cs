namespace Daytona.Snapshots;

/// <summary>What a complete listing is narrowed to by the service. A caller checks the answer again: old servers ignore what they do not know.</summary>
public sealed record SnapshotFilter
{
    /// <summary>
    /// A part of the name, in any case; null for all. The service treats <c>%</c> and <c>_</c> as wildcards, so a page can contain
    /// more snapshots than expected.
    /// </summary>
    public string? NameContains { get; init; }

    /// <summary>The sandbox that the snapshots were captured from; null for all.</summary>
    public string? SourceSandboxId { get; init; }

    /// <summary>How many snapshots the caller will take at most, which keeps the first page small; null where it takes all.</summary>
    public int? First { get; init; }
}
