namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Looks at many snapshots at once. While a few are waited for each is read by itself; of many, those whose turn comes
/// at the same time are read in one listing.
/// </summary>
internal sealed class SharedLook(
    Func<string, CancellationToken, Task<Snapshot?>> read, Func<SnapshotFilter, ISnapshotPager> list, TimeProvider time)
{
    // A listing of two hundred costs the service about as much as this many single readings.
    private const int FewestForListing = 4;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private int _waits;
    private Round? _next;

    /// <summary>Counts a wait, until it is disposed.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _waits);
        return new Wait(this);
    }

    /// <summary>The snapshot with this id, as it is now; null where it is gone.</summary>
    public async Task<Snapshot?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _waits) < FewestForListing) return await read(id, cancellationToken).ConfigureAwait(false);

        Task<Dictionary<string, Snapshot>> found;
        lock (_lock)
        {
            Round round = _next ??= new Round();
            round.Ids.Add(id);
            found = round.Found ??= LookAsync(round);
        }

        // The listing is everyone's: whoever stops waiting for it leaves it to the others.
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => stopped.TrySetResult(true)))
        {
            await Task.WhenAny(found, stopped.Task).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return (await found.ConfigureAwait(false)).TryGetValue(id, out Snapshot? snapshot)
            ? snapshot
            // That it is gone is asked of itself alone.
            : await read(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, Snapshot>> LookAsync(Round round)
    {
        await time.Delay(Gathering).ConfigureAwait(false);
        // Who comes from now on might ask for what happens after this listing's pages were made.
        lock (_lock) _next = null;

        var found = new Dictionary<string, Snapshot>(StringComparer.OrdinalIgnoreCase);
        // Those that are waited for are most often among the newest. More pages than snapshots would be no gain.
        int most = round.Ids.Count;
        using ISnapshotPager pager = list(new SnapshotFilter { First = most * SnapshotQuery.MaximumLimit });
        for (int pages = 0; pages < most && found.Count < round.Ids.Count; pages++)
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

    private sealed class Wait(SharedLook look) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) Interlocked.Decrement(ref look._waits);
        }
    }
}
