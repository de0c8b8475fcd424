namespace Daytona.Snapshots.Client.Tests.Snapshots;

public sealed class SnapshotPagerTests : ClientTest
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_listing_of_fewer_than_one_snapshot_is_refused(int first)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAllAsync(new SnapshotFilter { First = first }));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task One_page_is_one_request()
    {
        Fill(200);

        List<Snapshot> read = await ReadAllAsync();

        Assert.Equal(200, read.Count);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task An_empty_listing_is_one_request()
    {
        Assert.Empty(await ReadAllAsync());
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task The_first_three_snapshots_are_one_small_request()
    {
        Fill(500);
        using SnapshotPager pager = Connect().Snapshots.GetPager(new SnapshotFilter { First = 3 });

        IReadOnlyList<Snapshot>? first = await pager.ReadAsync(Cancelled);

        Assert.Equal(["s0500", "s0499", "s0498"], first!.Select(static it => it.Name));
        Assert.Equal("/api/snapshots?page=1&limit=3&sort=createdAt&order=desc", Assert.Single(Server.Requests).Target);
    }

    [Fact]
    public async Task No_page_beyond_the_requested_number_is_read()
    {
        Fill(2000);
        using SnapshotPager pager = Connect().Snapshots.GetPager(new SnapshotFilter { First = 250 });

        await pager.ReadAsync(Cancelled);
        await pager.ReadAsync(Cancelled);

        Assert.Equal(2, Server.Requests.Count);
    }

    // A page that was read ahead fails every later read. A page of the careful walk is read again.
    [Theory]
    [InlineData(3, true)]
    [InlineData(8, false)]
    public async Task Reading_on_after_a_failed_page_skips_nothing(int atRequest, bool failsAgain)
    {
        Fill(1000);
        // Someone else's removal makes the careful walk necessary.
        Server.Faults.Add(new Fault { Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = static server => server.Remove(server.Find("s0900")!) });
        Server.Faults.Add(new Fault { Nth = atRequest, Kind = FaultKind.Answer, Status = 403 });
        using SnapshotPager pager = Connect().Snapshots.GetPager();
        HashSet<string> read = [];

        Assert.True(await FailsAsync());
        Assert.Equal(failsAgain, await FailsAsync());
        if (!failsAgain) Assert.Superset(Names(), read);

        async Task<bool> FailsAsync()
        {
            try
            {
                while (await pager.ReadAsync(Cancelled) is { } page) read.UnionWith(page.Select(static it => it.Name));
                return false;
            }
            catch (DaytonaApiException)
            {
                return true;
            }
        }
    }

    [Fact]
    public async Task Pages_are_sorted_newest_first_and_verified_by_one_request()
    {
        Fill(1000, general: 3);

        List<Snapshot> read = await ReadAllAsync();

        Assert.Equal(1003, read.Count);
        Assert.Equal(
            Enumerable.Range(1, 1000).Select(static number => $"s{1001 - number:D4}"), read.Take(1000).Select(static it => it.Name));
        Assert.All(read.Skip(1000), static it => Assert.True(it.General));
        Assert.Equal(7, Server.Requests.Count);
    }

    [Fact]
    public async Task A_part_of_the_name_filters_every_page()
    {
        Fill(450);
        Server.AddSnapshot("other");

        List<Snapshot> read = await ReadAllAsync(new SnapshotFilter { NameContains = "s0" });

        Assert.Equal(450, read.Count);
        Assert.All(Server.Requests, static request => Assert.Contains("&name=s0&", request.Target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Removing_snapshots_already_read_hides_nothing(int atRequest)
    {
        Fill(1000);
        HashSet<string> there = Names();
        Server.Faults.Add(new Fault
        {
            Nth = atRequest,
            Kind = FaultKind.Meanwhile,
            Meanwhile = server =>
            {
                foreach (LocalSnapshot newest in server.Snapshots.Where(static it => !it.General).TakeLast(50).ToList()) server.Remove(newest);
            },
        });

        List<Snapshot> read = await ReadAllAsync();

        Assert.Superset(Names(), read.Select(static it => it.Name).ToHashSet());
        Assert.Subset(there, read.Select(static it => it.Name).ToHashSet());
        Assert.Distinct(read.Select(static it => it.Id));
    }

    [Fact]
    public async Task A_pipeline_that_removes_what_it_reads_sees_everything()
    {
        Fill(1500, general: 2);
        using DaytonaClient client = Connect();
        using SnapshotPager pager = client.Snapshots.GetPager();

        while (await pager.ReadAsync(Cancelled) is { } snapshots)
        {
            foreach (Snapshot snapshot in snapshots.Where(static it => !it.General)) Server.Remove(Server.Find(snapshot.Name)!);
        }

        Assert.Equal(["g1", "g2"], Server.Snapshots.Select(static it => it.Name).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Concurrent_changes_cause_no_omissions_and_no_duplicates(int seed)
    {
        var random = new Random(seed);
        Fill(random.Next(201, 1800), general: random.Next(0, 4));
        HashSet<string> fromTheStart = Names();
        int created = 0;
        Server.Faults.Add(new Fault
        {
            // Not for ever: the listing has to come to an end.
            Count = 12,
            Kind = FaultKind.Meanwhile,
            Meanwhile = server =>
            {
                lock (random)
                {
                    for (int removals = random.Next(0, 30); removals > 0; removals--)
                    {
                        IReadOnlyList<LocalSnapshot> left = [.. server.Snapshots.Where(static it => !it.General)];
                        if (left.Count > 0) server.Remove(left[random.Next(left.Count)]);
                    }

                    for (int creations = random.Next(0, 30); creations > 0; creations--)
                    {
                        int number = ++created;
                        server.AddSnapshot($"new{number:D4}", change: it => it.CreatedAt = it.UpdatedAt = Start.AddDays(30).AddSeconds(number));
                    }
                }
            },
        });

        List<Snapshot> read = await ReadAllAsync();

        HashSet<string> readNames = [.. read.Select(static it => it.Name)];
        fromTheStart.IntersectWith(Names());
        Assert.Superset(fromTheStart, readNames);
        Assert.Distinct(read.Select(static it => it.Id));
    }

    [Fact]
    public async Task A_failed_page_ends_the_listing_with_its_error()
    {
        Fill(1000);
        Server.Faults.Add(new Fault { Path = "/api/snapshots?page=3*", Kind = FaultKind.Answer, Status = 500 });

        await Assert.ThrowsAsync<DaytonaApiException>(() => ReadAllAsync(time: new HurriedClock()));
    }

    [Fact]
    public async Task Pages_in_random_order_are_complete()
    {
        Fill(700);
        Server.Faults.Add(new Fault { Kind = FaultKind.ShufflePage, Every = 2 });

        Assert.Equal(Names(), (await ReadAllAsync()).Select(static it => it.Name).ToHashSet());
    }

    [Fact]
    public async Task Disposing_a_pager_ends_its_requests()
    {
        Fill(1000);
        using DaytonaClient client = Connect();
        SnapshotPager pager = client.Snapshots.GetPager();
        await pager.ReadAsync(Cancelled);
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });

        Task next = pager.ReadAsync(Cancelled);
        await Server.WaitForRequestAsync(_ => Server.Requests.Count == 5, Cancelled);
        pager.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await Server.WaitForRequestAsync(_ => Server.Requests.All(static it => it.IsFinished), Cancelled);
        Assert.Null(await pager.ReadAsync(Cancelled));
    }

    private void Fill(int count, int general = 0)
    {
        for (int number = 1; number <= count; number++)
        {
            DateTimeOffset at = Start.AddMinutes(number);
            Server.AddSnapshot($"s{number:D4}", change: it => it.CreatedAt = it.UpdatedAt = at);
        }

        for (int number = 1; number <= general; number++) Server.AddSnapshot($"g{number}", change: static it => it.General = true);
    }

    private HashSet<string> Names() => [.. Server.Snapshots.Select(static it => it.Name)];

    private async Task<List<Snapshot>> ReadAllAsync(SnapshotFilter? filter = null, TimeProvider? time = null)
    {
        using DaytonaClient client = Connect(time: time);
        using SnapshotPager pager = client.Snapshots.GetPager(filter);
        var read = new List<Snapshot>();
        while (await pager.ReadAsync(Cancelled) is { } snapshots) read.AddRange(snapshots);
        return read;
    }
}
