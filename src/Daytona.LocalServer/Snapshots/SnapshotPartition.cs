namespace Daytona.Local.Snapshots;

/// <summary>
/// The snapshots that are listed together: one organization's own, or all the general ones. An order is indexed when it
/// is first asked for, and kept up from then on.
/// </summary>
internal sealed class SnapshotPartition
{
    private readonly SnapshotIndex _byCreation = new(new SnapshotOrder(SnapshotSort.CreatedAt, descending: false));
    private readonly SnapshotIndex?[] _indexes = new SnapshotIndex?[8];

    public SnapshotPartition() => _indexes[SlotOf(SnapshotSort.CreatedAt, descending: false)] = _byCreation;

    public int Count => _byCreation.Count;

    /// <summary>The number that counts towards an organization's quota.</summary>
    public int CountAgainstQuota { get; private set; }

    public ReadOnlySpan<LocalSnapshot> AsSpan() => _byCreation.AsSpan();

    public SnapshotIndex InOrder(SnapshotSort sort, bool descending) =>
        _indexes[SlotOf(sort, descending)] ??= new SnapshotIndex(
            new SnapshotOrder(sort, descending), _byCreation.AsSpan().ToArray());

    public void Add(LocalSnapshot snapshot)
    {
        foreach (SnapshotIndex? index in _indexes) index?.Add(snapshot);
        if (SnapshotStates.CountsAgainstQuota(snapshot.State)) CountAgainstQuota++;
    }

    public void Remove(LocalSnapshot snapshot)
    {
        foreach (SnapshotIndex? index in _indexes) index?.Remove(snapshot);
        if (SnapshotStates.CountsAgainstQuota(snapshot.State)) CountAgainstQuota--;
    }

    private static int SlotOf(SnapshotSort sort, bool descending) => ((int)sort * 2) + (descending ? 1 : 0);
}
