using Daytona.Snapshots.Client.Json;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Reads the snapshots that are waited for. A few are read one by one; of many, those that are due at the same time are
/// read in one listing.
/// </summary>
internal sealed class SnapshotBatchReader(DaytonaClient client)
{
    // A page of two hundred costs the service about as much as four single reads.
    private const int MinForListing = 4;

    // While others still come, up to two seconds, the listing waits for them.
    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(50);
    private const int MaxGatherings = 40;

    private readonly object _lock = new();
    private int _waits;
    private Round? _next;

    /// <summary>Notes that a wait begins.</summary>
    public void Enter() => Interlocked.Increment(ref _waits);

    /// <summary>Notes that a wait has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _waits);

    /// <summary>Reads a snapshot by ID; null if it was removed.</summary>
    /// <param name="name">The name, if it is known, by which the listing is limited.</param>
    /// <param name="isRemoval">Whether the end of a removal is waited for.</param>
    public async Task<Snapshot?> ReadAsync(string id, string? name, bool isRemoval, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _waits) < MinForListing) return await client.Snapshots.FindByIdAsync(id, cancellationToken).ConfigureAwait(false);

        Task<Listing> reading;
        lock (_lock)
        {
            Round round = _next ??= new Round();
            round.Names[id] = name ?? "";
            round.HasRemovals |= isRemoval;
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
        int count = 0;
        for (int gathering = 0; gathering < MaxGatherings && round.Names.Count > count; gathering++)
        {
            count = round.Names.Count;
            await client.Session.Time.Delay(GatheringTime).ConfigureAwait(false);
        }

        // A wait that comes later may be about a change after this listing.
        lock (_lock) _next = null;

        var found = new Dictionary<string, Snapshot>(StringComparer.OrdinalIgnoreCase);
        using SnapshotPager pager = client.Snapshots.GetPager(new SnapshotFilter { NameContains = round.Names.Values.Aggregate(CommonStart) });
        if (round.HasRemovals)
        {
            SnapshotPage page = await pager.ReadRemovedAsync().ConfigureAwait(false);
            Take(page.Items);
            if (pager.Pages <= 1) return new Listing(found, IsComplete: page.UnreadableItems == 0);
        }

        // The others are usually among the newest. More pages than snapshots would save nothing.
        while (round.Names.Count - found.Count is var left && left > 0 && left > pager.Pages)
        {
            if (await pager.ReadAsync().ConfigureAwait(false) is not { } snapshots) return new Listing(found, IsComplete: !pager.HasUnreadable);
            Take(snapshots);
        }

        return new Listing(found, IsComplete: false);

        void Take(IReadOnlyList<Snapshot> snapshots)
        {
            foreach (Snapshot snapshot in snapshots.Where(snapshot => round.Names.ContainsKey(snapshot.Id))) found[snapshot.Id] = snapshot;
        }
    }

    private static string CommonStart(string left, string right) =>
        left.Substring(0, left.Zip(right, static (one, other) => one == other).TakeWhile(static isSame => isSame).Count());

    private sealed class Round
    {
        /// <summary>The names by ID; empty for one that is not known.</summary>
        public Dictionary<string, string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool HasRemovals { get; set; }

        public Task<Listing>? Reading { get; set; }
    }

    private sealed record Listing(Dictionary<string, Snapshot> Found, bool IsComplete);
}
