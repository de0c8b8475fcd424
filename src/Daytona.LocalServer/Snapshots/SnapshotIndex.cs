namespace Daytona.Local.Snapshots;

/// <summary>Snapshots in a sorted order, so that a page needs no sorting.</summary>
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
        // Seeded and new snapshots belong at the end, without a search.
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
