namespace Daytona.Local.Snapshots;

/// <summary>A page of the listing: the JSON of each of its snapshots, and the total number.</summary>
internal sealed record SnapshotPage(IReadOnlyList<byte[]> Items, int Total);
