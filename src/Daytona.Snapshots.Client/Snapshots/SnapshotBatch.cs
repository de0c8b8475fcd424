namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Reads the snapshots that are waited for. A few are read one by one; of many, those that are due at the same time are
/// read in one listing.
/// </summary>
internal sealed class SnapshotBatch(SnapshotFinder finder, TimeProvider time)
{
    // A page of two hundred costs the service about as much as four single reads.
    private const int MinForListing = 4;

    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private int _waits;
    private Round? _next;

    /// <summary>Counts a wait until the result is disposed.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _waits);
        return new Wait(this);
    }

    /// <summary>Reads a snapshot by ID; null if it was removed.</summary>
    public async Task<Snapshot?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _waits) < MinForListing) return await finder.FindByIdAsync(id, cancellationToken).ConfigureAwait(false);

        Task<Dictionary<string, Snapshot>> found;
        lock (_lock)
        {
            Round round = _next ??= new Round();
            round.Ids.Add(id);
            found = round.Found ??= ReadRoundAsync(round);
        }

        // The listing serves other waits too, and continues if this one is canceled.
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => stopped.TrySetResult(true)))
        {
            await Task.WhenAny(found, stopped.Task).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return (await found.ConfigureAwait(false)).TryGetValue(id, out Snapshot? snapshot)
            ? snapshot
            // Only a read of its own shows that a snapshot was removed.
            : await finder.FindByIdAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, Snapshot>> ReadRoundAsync(Round round)
    {
        await time.Delay(GatheringTime).ConfigureAwait(false);
        // A wait that comes later may be about a change after this listing.
        lock (_lock) _next = null;

        var found = new Dictionary<string, Snapshot>(StringComparer.OrdinalIgnoreCase);
        // The snapshots that are waited for are usually among the newest. More pages than snapshots would save nothing.
        int maxPages = round.Ids.Count;
        using ISnapshotPager pager = finder.GetPager(new SnapshotFilter { First = maxPages * SnapshotQuery.MaximumLimit });
        for (int pages = 0; pages < maxPages && found.Count < round.Ids.Count; pages++)
        {
            if (await pager.ReadAsync().ConfigureAwait(false) is not { } snapshots) break;
            foreach (Snapshot snapshot in snapshots)
            {
                if (round.Ids.Contains(snapshot.Id)) found[snapshot.Id] = snapshot;
            }
        }

        return found;
    }

    private sealed class Round
    {
        public HashSet<string> Ids { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Task<Dictionary<string, Snapshot>>? Found { get; set; }
    }

    private sealed class Wait(SnapshotBatch batch) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) Interlocked.Decrement(ref batch._waits);
        }
    }
}
