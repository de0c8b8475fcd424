namespace Daytona.Local.Snapshots;

/// <summary>Snapshots kept in one order, so that a page costs its length and no sort.</summary>
internal sealed class SnapshotIndex(SnapshotOrder order)
{
    private readonly List<LocalSnapshot> _sorted = [];

    public SnapshotIndex(SnapshotOrder order, IEnumerable<LocalSnapshot> snapshots)
        : this(order)
    {
        _sorted.AddRange(snapshots);
        _sorted.Sort(order);
    }

    public int Count => _sorted.Count;

    public LocalSnapshot this[int position] => _sorted[position];

    public ReadOnlySpan<LocalSnapshot> AsSpan() => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sorted);

    public void Add(LocalSnapshot snapshot)
    {
        // What is seeded in its order, and what is created now, belongs at the end: no search there.
        if (_sorted.Count == 0 || order.Compare(_sorted[^1], snapshot) < 0)
        {
            _sorted.Add(snapshot);
            return;
        }

        _sorted.Insert(~_sorted.BinarySearch(snapshot, order), snapshot);
    }

    public void Remove(LocalSnapshot snapshot)
    {
        int position = _sorted.BinarySearch(snapshot, order);
        if (position >= 0) _sorted.RemoveAt(position);
    }
}
