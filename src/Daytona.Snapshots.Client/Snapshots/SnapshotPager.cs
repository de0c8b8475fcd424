using Daytona.Snapshots.Client.Json;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Reads a complete listing, page by page: every snapshot that exists for its whole duration, even if others are created or
/// deleted meanwhile. Not for concurrent use.
/// </summary>
/// <remarks>
/// The service's pages are offsets: a removal moves the following snapshots forward, possibly to a page that was already read. The
/// pages are therefore read quickly, the newest first, and then verified. If snapshots moved, they are read again in an order in
/// which no removal can hide a snapshot. Completeness is verified by the total: it determines the number of pages, the number of
/// snapshots on each page, and that of all pages together. The service's own number of pages is not used.
/// </remarks>
public sealed class SnapshotPager : IDisposable
{
    // The number of concurrent requests whose responses two processors can read. Pages that are read ahead are held in memory.
    private const int MaxPagesAhead = 16;

    // The maximum of the service.
    private const int MaxLimit = 200;

    // Limits the reads of a listing whose end changes every time.
    private const int MaxTailReadings = 10;

    // Upper case is a 400.
    private const string NewestFirst = "createdAt&order=desc";
    private const string OldestFirst = "createdAt&order=asc";
    private const string RemovedFirst = "state&order=desc";

    private readonly CancellationTokenSource _ended = new();
    private readonly HashSet<Guid> _seen = [];
    private readonly HashSet<string> _seenOther = [];
    private readonly Queue<Task<SnapshotPage>> _ahead = new();
    private readonly ClientSession _session;
    private readonly string _filter;
    private readonly int _limit;
    private readonly int _wantedPages;

    // The next step; null at the end. It stays the same after a failure, so that reading on skips nothing.
    private Func<Task<List<Snapshot>>>? _next;
    private int _total;
    private int _unreadable;
    private int _nextPage;
    private string? _newestId;
    private bool _moved;
    private List<string>? _lastTail;
    private int _tailReadings;

    /// <exception cref="ArgumentException">The filter asks for no snapshot.</exception>
    internal SnapshotPager(ClientSession session, SnapshotFilter filter)
    {
        if (filter.First < 1) throw new ArgumentException("SnapshotFilter.First must be at least 1.", nameof(filter));
        _session = session;
        _next = ReadFirstPageAsync;
        _filter = (filter.NameContains is { Length: > 0 } name ? "&name=" + Uri.EscapeDataString(name) : "")
            + (filter.SourceSandboxId is { } sandbox ? "&sourceSandboxId=" + Uri.EscapeDataString(sandbox) : "");
        _limit = Math.Min(filter.First ?? MaxLimit, MaxLimit);
        _wantedPages = filter.First is { } first ? ((first - 1) / MaxLimit) + 1 : int.MaxValue;
    }

    /// <summary>The number of pages; zero before the first has been read.</summary>
    internal int Pages { get; private set; }

    /// <summary>Whether there were items that could not be read.</summary>
    internal bool HasUnreadable => _unreadable > 0;

    /// <summary>Reads the next snapshots, the newest first.</summary>
    /// <returns>At least one snapshot, or null at the end.</returns>
    /// <exception cref="DaytonaApiException">The service refused.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached.</exception>
    public async Task<IReadOnlyList<Snapshot>?> ReadAsync(CancellationToken cancellationToken = default)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(_ended.Cancel);
        while (_next is { } next)
        {
            if (await next().ConfigureAwait(false) is { Count: > 0 } fresh) return fresh;
        }

        return null;
    }

    /// <summary>Reads the first page by state before the listing. The snapshots that are being removed are at its start.</summary>
    internal async Task<SnapshotPage> ReadRemovedAsync()
    {
        SnapshotPage page = await GetAsync(1, RemovedFirst, MaxLimit).ConfigureAwait(false);
        Pages = PagesOf(page.Total, MaxLimit);
        return page;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _next = null;
    }

    private async Task<List<Snapshot>> ReadFirstPageAsync()
    {
        SnapshotPage page = await GetAsync(1, NewestFirst, _limit).ConfigureAwait(false);
        _total = page.Total;
        Pages = PagesOf(page.Total, _limit);
        _newestId = page.Items.Count > 0 ? page.Items[0].Id : null;
        _nextPage = 2;
        // One page is one read of the service's table, in which nothing can have moved.
        _next = Pages > 1 ? ReadNextPageAsync : null;
        _unreadable += page.UnreadableItems;
        return Fresh(page.Items);
    }

    private async Task<List<Snapshot>> ReadNextPageAsync()
    {
        // Further pages are read one by one. They are needed only if a page repeated snapshots of another.
        while (_ahead.Count < MaxPagesAhead && _nextPage <= Pages && (_ahead.Count == 0 || _nextPage <= _wantedPages))
        {
            _ahead.Enqueue(GetAsync(_nextPage++, NewestFirst, _limit));
        }

        if (_ahead.Count == 0)
        {
            _next = ProveAsync;
            return [];
        }

        // A failed page stays in the queue and fails later reads too, because its snapshots must not be skipped.
        SnapshotPage page = await _ahead.Peek().ConfigureAwait(false);
        _ = _ahead.Dequeue();
        _moved |= page.Total != _total;
        _unreadable += page.UnreadableItems;
        return Fresh(page.Items);
    }

    /// <summary>
    /// With the same newest snapshot and the same total as at the beginning, none was removed: a removal lowers the total, and
    /// a creation that raised it again would be the newest. Since every page gave this total too, none existed only for a
    /// moment.
    /// </summary>
    private async Task<List<Snapshot>> ProveAsync()
    {
        SnapshotPage now = await GetAsync(1, NewestFirst, limit: 1).ConfigureAwait(false);
        string? newestId = now.Items.Count > 0 ? now.Items[0].Id : null;
        if (!_moved && now.Total == _total && newestId == _newestId)
        {
            int count = _seen.Count + _seenOther.Count + _unreadable;
            if (count < _total) throw Incomplete(count, _total);
            _next = null;
        }
        else
        {
            _nextPage = PagesOf(now.Total, MaxLimit);
            _next = WalkAsync;
        }

        return Fresh(now.Items);
    }

    /// <summary>
    /// From the oldest-first listing's last page to its first, one after the other: a removal moves what follows it to pages
    /// that are still to be read, and a creation comes after all existing snapshots.
    /// </summary>
    private async Task<List<Snapshot>> WalkAsync()
    {
        if (_nextPage < 1)
        {
            _next = ReadTailAsync;
            return [];
        }

        SnapshotPage page = await GetAsync(_nextPage, OldestFirst, MaxLimit).ConfigureAwait(false);
        _nextPage--;
        return Fresh(page.Items);
    }

    /// <summary>General snapshots come last in every order, so creations move them to later pages. The end is read until it stays the same.</summary>
    private async Task<List<Snapshot>> ReadTailAsync()
    {
        List<Snapshot> fresh = [];
        List<string> tail = [];
        SnapshotPage page = await GetAsync(1, OldestFirst, limit: 1).ConfigureAwait(false);
        for (int number = PagesOf(page.Total, MaxLimit); number >= 1; number--)
        {
            page = await GetAsync(number, OldestFirst, MaxLimit).ConfigureAwait(false);
            tail.AddRange(page.Items.Select(snapshot => snapshot.Id));
            fresh.AddRange(Fresh(page.Items));
            if (page.Items.Any(snapshot => !snapshot.General)) break;
        }

        if (++_tailReadings == MaxTailReadings || (_lastTail is { } last && tail.SequenceEqual(last))) _next = null;
        _lastTail = tail;
        return fresh;
    }

    /// <summary>Reads a page that has as many snapshots as its total promises.</summary>
    /// <exception cref="UnexpectedResponseException">It has fewer or more, twice in a row.</exception>
    private async Task<SnapshotPage> GetAsync(int number, string order, int limit)
    {
        string path = $"snapshots?page={number}&limit={limit}{_filter}&sort={order}";
        SnapshotPage page = await _session.Api.GetAsync<SnapshotPage>(path, _ended.Token).ConfigureAwait(false);
        if (CountOf(page) != Expected())
        {
            // The service counts a moment after it reads, and something may have been created or removed in between.
            page = await _session.Api.GetAsync<SnapshotPage>(path, _ended.Token).ConfigureAwait(false);
            if (CountOf(page) != Expected()) throw Incomplete(CountOf(page), Expected());
        }

        _session.Organization.Note(page.Items.Count > 0 ? page.Items[0] : null);
        return page;

        int Expected() => (int)Math.Max(0, Math.Min(limit, page.Total - ((number - 1L) * limit)));
    }

    private static int CountOf(SnapshotPage page) => page.Items.Count + page.UnreadableItems;

    private static UnexpectedResponseException Incomplete(int count, int expected) =>
        new("total", $"is {expected} for {count} snapshots, so the listing is not complete");

    private static int PagesOf(int total, int limit) => (int)((total + (long)limit - 1) / limit);

    private List<Snapshot> Fresh(IEnumerable<Snapshot> snapshots) => snapshots.Where(IsFresh).ToList();

    // IDs are UUIDs, which need a tenth of their text's memory. A listing may have a hundred thousand.
    private bool IsFresh(Snapshot snapshot) =>
        Guid.TryParse(snapshot.Id, out Guid id) ? _seen.Add(id) : _seenOther.Add(snapshot.Id);
}
