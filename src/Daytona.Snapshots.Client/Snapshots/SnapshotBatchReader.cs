namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Reads the snapshots that are waited for. A few are read one by one; of many, those that are due at the same time are
/// read in one listing.
/// </summary>
internal sealed class SnapshotBatchReader(DaytonaClient client)
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
        if (Volatile.Read(ref _waits) < MinForListing) return await client.Snapshots.FindByIdAsync(id, cancellationToken).ConfigureAwait(false);

        Task<Listing> reading;
        lock (_lock)
        {
            Round round = _next ??= new Round();
            round.Ids.Add(id);
            reading = round.Reading ??= ReadRoundAsync(round);
        }

        // The listing serves other waits too, and continues if this one is canceled.
        Listing listing = await reading.WaitAsync(Timeout.InfiniteTimeSpan, client.Session.Time, cancellationToken).ConfigureAwait(false);
        return listing.Found.TryGetValue(id, out Snapshot? snapshot) ? snapshot
            : listing.IsComplete ? null
            // Of a part of the listing, only a read of its own shows that a snapshot was removed.
            : await client.Snapshots.FindByIdAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Listing> ReadRoundAsync(Round round)
    {
        await client.Session.Time.Delay(GatheringTime).ConfigureAwait(false);
        // A wait that comes later may be about a change after this listing.
        lock (_lock) _next = null;

        var found = new Dictionary<string, Snapshot>(StringComparer.OrdinalIgnoreCase);
        // The snapshots that are waited for are usually among the newest. More pages than snapshots would save nothing.
        int maxPages = round.Ids.Count;
        using SnapshotPager pager = client.Snapshots.GetPager();
        for (int pages = 0; pages < maxPages && found.Count < round.Ids.Count; pages++)
        {
            if (await pager.ReadAsync().ConfigureAwait(false) is not { } snapshots) return new Listing(found, IsComplete: true);
            foreach (Snapshot snapshot in snapshots)
            {
                if (round.Ids.Contains(snapshot.Id)) found[snapshot.Id] = snapshot;
            }
        }

        return new Listing(found, IsComplete: false);
    }

    private sealed class Round
    {
        public HashSet<string> Ids { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Task<Listing>? Reading { get; set; }
    }

    private sealed class Wait(SnapshotBatchReader batch) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) Interlocked.Decrement(ref batch._waits);
        }
    }

    private sealed record Listing(Dictionary<string, Snapshot> Found, bool IsComplete);
}
