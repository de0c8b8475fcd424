namespace Daytona.Local;

/// <summary>The fields that the listing sorts by.</summary>
internal enum SnapshotSort
{
    Name,
    State,
    LastUsedAt,
    CreatedAt,
}
