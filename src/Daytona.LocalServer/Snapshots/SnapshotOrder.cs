namespace Daytona.Local.Snapshots;

/// <summary>
/// One of the listing's eight orders, as the database behind the service makes them: null last in both directions, the
/// newest first among equals, names by their bytes, and states by their place in the database's own list.
/// </summary>
internal sealed class SnapshotOrder : IComparer<LocalSnapshot>
{
    private readonly SnapshotSort _sort;
    private readonly int _direction;

    public SnapshotOrder(SnapshotSort sort, bool descending)
    {
        _sort = sort;
        _direction = descending ? -1 : 1;
    }

    public int Compare(LocalSnapshot? x, LocalSnapshot? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);

        int first = _sort switch
        {
            SnapshotSort.Name => _direction * string.CompareOrdinal(x.Name, y.Name),
            SnapshotSort.State => _direction * CompareStates(x.State, y.State),
            SnapshotSort.CreatedAt => _direction * x.CreatedAt.CompareTo(y.CreatedAt),
            _ => CompareLastUsed(x.LastUsedAt, y.LastUsedAt),
        };
        if (first != 0) return first;

        if (_sort == SnapshotSort.CreatedAt) return _direction * x.Sequence.CompareTo(y.Sequence);
        int created = y.CreatedAt.CompareTo(x.CreatedAt);
        return created != 0 ? created : y.Sequence.CompareTo(x.Sequence);
    }

    private int CompareLastUsed(DateTimeOffset? x, DateTimeOffset? y) => (x, y) switch
    {
        ({ } left, { } right) => _direction * left.CompareTo(right),
        (null, null) => 0,
        (null, _) => 1,
        _ => -1,
    };

    private static int CompareStates(string x, string y)
    {
        int byPlace = PlaceOf(x).CompareTo(PlaceOf(y));
        return byPlace != 0 ? byPlace : string.CompareOrdinal(x, y);
    }

    // A state that this list does not know can only have been added after them all.
    private static int PlaceOf(string state) =>
        Array.IndexOf(SnapshotStates.InDatabaseOrder, state) is var place and >= 0 ? place : int.MaxValue;
}
