namespace Daytona.Local.Snapshots;

/// <summary>What a listing asks for.</summary>
internal sealed record SnapshotQuery(
    double Page, int Limit, NamePattern? Name, SnapshotSort Sort, bool Descending, string? SourceSandboxId);
