namespace Daytona.Local.Snapshots;

/// <summary>The query of a listing.</summary>
internal sealed record SnapshotQuery(
    double Page, int Limit, NamePattern? Name, SnapshotSort Sort, bool Descending, string? SourceSandboxId);
