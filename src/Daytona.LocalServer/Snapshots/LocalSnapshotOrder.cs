namespace Daytona.Local.Snapshots;

/// <summary>
/// One of the listing's eight orders, as the database behind the service makes them: general snapshots last, null last in
/// both directions, the newest first among equals, names by their bytes, and states by their place in the database's own list.
/// </summary>
internal sealed record LocalSnapshotOrder(string Field, bool IsDescending) : IComparer<LocalSnapshot>
{
    public static readonly string[] Fields = ["name", "state", "lastUsedAt", "createdAt"];

    public int Compare(LocalSnapshot? x, LocalSnapshot? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int direction = IsDescending ? -1 : 1;
        int result = x.General.CompareTo(y.General);
        if (result == 0) result = Field switch
        {
            "name" => direction * string.CompareOrdinal(x.Name, y.Name),
            "state" => direction * (PlaceOf(x.State), x.State).CompareTo((PlaceOf(y.State), y.State)),
            "createdAt" => direction * (x.CreatedAt, x.Sequence).CompareTo((y.CreatedAt, y.Sequence)),
            _ when x.LastUsedAt is null || y.LastUsedAt is null => (x.LastUsedAt is null).CompareTo(y.LastUsedAt is null),
            _ => direction * x.LastUsedAt.Value.CompareTo(y.LastUsedAt.Value),
        };
        return result != 0 ? result : (y.CreatedAt, y.Sequence).CompareTo((x.CreatedAt, x.Sequence));
    }

    // A state that this list does not know can only have been added after them all.
    private static int PlaceOf(string state) => Array.IndexOf(SnapshotStates.InDatabaseOrder, state) is var place and >= 0 ? place : int.MaxValue;
}

/// <summary>The query of a listing.</summary>
internal sealed record LocalSnapshotQuery(
    double Page, int Limit, LocalSnapshotOrder Order, NamePattern? Name, string? SourceSandboxId)
{
    public bool Matches(LocalSnapshot snapshot) => Name?.Matches(snapshot.Name) != false
        && (SourceSandboxId is null || snapshot.SourceSandboxId == SourceSandboxId);
}
