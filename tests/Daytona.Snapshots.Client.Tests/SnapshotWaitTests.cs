namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotWaitTests : ClientTest
{
    [Theory]
    [InlineData("active")]
    [InlineData("inactive")]
    [InlineData("error")]
    [InlineData("build_failed")]
    public async Task A_wait_for_a_final_state_ends_at_each_of_them(string state)
    {
        LocalSnapshot there = Server.AddSnapshot("it", "pending");
        ChangeAtReading(3, it => it.State = state);

        Snapshot? last = await WaitAsync(there);

        Assert.Equal(state, last?.State);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task A_wait_ends_where_the_snapshot_is_gone()
    {
        LocalSnapshot there = Server.AddSnapshot("it", "removing");
        Server.Faults.Add(new Fault { Nth = 3, Kind = FaultKind.Meanwhile, Meanwhile = server => server.Remove(there) });

        Assert.Null(await WaitAsync(there));
    }

    [Fact]
    public async Task Another_snapshot_that_came_under_its_name_is_not_the_one_that_is_waited_for()
    {
        LocalSnapshot there = Server.AddSnapshot("it", "removing");
        Server.Faults.Add(new Fault
        {
            Nth = 2,
            Kind = FaultKind.Meanwhile,
            Meanwhile = server =>
            {
                server.Remove(there);
                server.AddSnapshot("it");
            },
        });

        Assert.Null(await WaitAsync(there));
    }

    [Fact]
    public async Task A_wait_ends_at_its_timeout_and_tells_the_last_state()
    {
        var clock = new HurriedClock();
        LocalSnapshot there = Server.AddSnapshot("it", "pulling");
        DateTimeOffset started = clock.GetUtcNow();

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(
            () => WaitAsync(there, TimeSpan.FromMinutes(5), clock));

        Assert.Equal(("pulling", TimeSpan.FromMinutes(5)), (error.Snapshot?.State, error.Timeout));
        Assert.Equal(TimeSpan.FromMinutes(5), clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task It_ends_there_also_where_the_service_does_not_answer()
    {
        var clock = new WatchedClock();
        LocalSnapshot there = Server.AddSnapshot("it", "pulling");
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });

        Task<Snapshot?> wait = WaitAsync(there, TimeSpan.FromSeconds(5), clock);
        await Server.WaitForRequestAsync(static _ => true, Cancelled);
        Server.ClearRequests();
        clock.Advance(TimeSpan.FromSeconds(5));
        // The final read is not answered either.
        await Server.WaitForRequestAsync(static request => !request.IsFinished, Cancelled);
        clock.Advance(OperationDeadline.FinalReadTime);

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(() => wait);
        Assert.Null(error.Snapshot);
    }

    [Fact]
    public async Task It_ends_there_also_at_a_rate_limit()
    {
        var clock = new WatchedClock();
        LocalSnapshot there = Server.AddSnapshot("it", "pulling");
        Server.Faults.Add(Fault.RateLimited(seconds: 200));

        Task<Snapshot?> wait = WaitAsync(there, TimeSpan.FromSeconds(5), clock);
        await clock.WaitForWaiterAsync(TimeSpan.FromSeconds(200), Cancelled);
        clock.Advance(TimeSpan.FromSeconds(5));
        // The final read meets the rate limit too.
        await clock.WaitForWaiterAsync(TimeSpan.FromSeconds(195), Cancelled);
        clock.Advance(OperationDeadline.FinalReadTime);

        await Assert.ThrowsAsync<SnapshotTimeoutException>(() => wait);
    }

    [Fact]
    public async Task Without_a_timeout_it_goes_on_for_as_long_as_it_takes()
    {
        var clock = new HurriedClock();
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        ChangeAtReading(200, static it => it.State = "active");

        Snapshot? last = await WaitAsync(there, timeout: null, clock);

        Assert.Equal("active", last?.State);
    }

    [Fact]
    public async Task Looks_come_quickly_at_first_then_every_second_and_after_a_minute_every_two()
    {
        var clock = new HurriedClock();
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        ChangeAtReading(70, static it => it.State = "active");

        await WaitAsync(there, timeout: null, clock);

        TimeSpan elapsed = TimeSpan.Zero;
        IEnumerable<double> looks = clock.Waits.Select(wait => (elapsed += wait).TotalSeconds);
        Assert.Equal([0.1, 0.25, 0.5, .. Enumerable.Range(1, 60), .. Enumerable.Range(31, 6).Select(static i => 2 * i)], looks);
    }

    [Fact]
    public async Task The_time_that_a_look_takes_is_not_added_to_the_time_until_the_next()
    {
        var clock = new TestClock();
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        // Everyone's first answer takes 40 ms by the wait's clock, and a later one most of a second.
        ChangeAtReading(1, _ => clock.Advance(TimeSpan.FromMilliseconds(40)));
        ChangeAtReading(3, _ => clock.Advance(TimeSpan.FromMilliseconds(700)));
        ChangeAtReading(4, static it => it.State = "active");

        Task<Snapshot?> wait = WaitAsync(there, timeout: null, clock);
        await clock.PassAsync(TimeSpan.FromMilliseconds(60));
        await clock.PassAsync(TimeSpan.FromMilliseconds(150));
        await clock.PassAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal("active", (await wait)?.State);
    }

    [Fact]
    public async Task Every_change_of_state_is_told_once()
    {
        var states = new List<string>();
        LocalSnapshot there = Server.AddSnapshot("it", "pending");
        ChangeAtReading(3, static it => it.State = "pulling");
        ChangeAtReading(6, static it => it.State = "active");
        using DaytonaClient client = Connect(time: new HurriedClock());

        await client.Snapshots.WaitAsync(
            there.Id.ToString(),
            new SnapshotWaitOptions { Until = static it => SnapshotState.IsFinal(it.State), OnChange = it => states.Add(it.State) },
            Cancelled);

        Assert.Equal(["pending", "pulling", "active"], states);
    }

    [Fact]
    public async Task What_is_known_to_be_over_costs_no_request()
    {
        LocalSnapshot there = Server.AddSnapshot("it");
        using DaytonaClient client = Connect();
        Snapshot known = (await client.Snapshots.FindAsync("it", Cancelled))!;

        Snapshot? last = await client.Snapshots.WaitAsync(
            there.Id.ToString(), new SnapshotWaitOptions { Until = static it => it.State == "active", Known = known }, Cancelled);

        Assert.Same(known, last);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(FaultKind.CloseBefore, 200)]
    [InlineData(FaultKind.Answer, 500)]
    [InlineData(FaultKind.Answer, 503)]
    [InlineData(FaultKind.HtmlPage, 404)]
    [InlineData(FaultKind.HtmlPage, 502)]
    public async Task Readings_that_fail_for_a_while_do_not_end_it(FaultKind kind, int status)
    {
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        Server.Faults.Add(new Fault { Kind = kind, Status = status, Count = 12 });
        ChangeAtReading(14, static it => it.State = "active");

        Snapshot? last = await WaitAsync(there);

        Assert.Equal("active", last?.State);
    }

    [Fact]
    public async Task A_service_that_stays_away_ends_it_with_what_it_said()
    {
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        Server.Options.Maintenance = true;

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => WaitAsync(there, TimeSpan.FromHours(2)));

        Assert.Equal(503, error.StatusCode);
    }

    [Fact]
    public async Task A_credential_that_is_refused_meanwhile_ends_it_at_once()
    {
        LocalApiKey key = Server.AddApiKey("short-lived");
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        Server.Faults.Add(new Fault { Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = server => server.RemoveApiKey(key) });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => Connect(key.Value, new HurriedClock()).Snapshots.WaitAsync(there.Id.ToString(), Final(null), Cancelled));

        Assert.Equal(401, error.StatusCode);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        var clock = new WatchedClock();
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        using var stop = new CancellationTokenSource();

        Task wait = Connect(time: clock).Snapshots.WaitAsync(there.Id.ToString(), Final(TimeSpan.FromHours(1)), stop.Token);
        await clock.WaitForWaitersAsync(1, Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    private static SnapshotWaitOptions Final(TimeSpan? timeout) =>
        new() { Until = static it => SnapshotState.IsFinal(it.State), Timeout = timeout };

    private Task<Snapshot?> WaitAsync(LocalSnapshot snapshot) => WaitAsync(snapshot, TimeSpan.FromMinutes(60));

    private Task<Snapshot?> WaitAsync(LocalSnapshot snapshot, TimeSpan? timeout, TimeProvider? clock = null) =>
        Connect(time: clock ?? new HurriedClock()).Snapshots.WaitAsync(snapshot.Id.ToString(), Final(timeout), Cancelled);

    private void ChangeAtReading(int nth, Action<LocalSnapshot> change) => Server.Faults.Add(new Fault
    {
        Method = "GET", Nth = nth, Kind = FaultKind.Meanwhile, Meanwhile = server => server.Change("it", change),
    });
}
