namespace Daytona.Snapshots;

/// <summary>The fields that the service sorts a listing by.</summary>
public enum SnapshotSort
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>By state.</summary>
    State,

    /// <summary>By the time of the last use; snapshots that were never used come last.</summary>
    LastUsedAt,

    /// <summary>By the time of creation.</summary>
    CreatedAt,
}
