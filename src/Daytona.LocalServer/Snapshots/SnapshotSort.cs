namespace Daytona.Local.Snapshots;

/// <summary>The fields that the listing sorts by.</summary>
internal enum SnapshotSort
{
    Name,
    State,
    LastUsedAt,
    CreatedAt,
}
