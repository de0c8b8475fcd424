namespace Daytona.Local.Snapshots;

/// <summary>A page of the listing: the JSON of each of its snapshots, and how many there are in all.</summary>
internal sealed record SnapshotPage(IReadOnlyList<byte[]> Items, int Total);
