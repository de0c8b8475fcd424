namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotWaitTests : ClientTest
{
    [Theory]
    [InlineData("active")]
    [InlineData("inactive")]
    [InlineData("error")]
    [InlineData("build_failed")]
    public async Task A_wait_ends_at_each_final_state(string state)
    {
        LocalSnapshot there = Server.AddSnapshot("it", "pending");
        ChangeAtReading(3, it => it.State = state);

        Snapshot? last = await WaitAsync(there);

        Assert.Equal(state, last?.State);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task A_wait_ends_when_the_snapshot_is_removed()
    {
        LocalSnapshot there = Server.AddSnapshot("it", "removing");
        Server.Faults.Add(new Fault { Nth = 3, Kind = FaultKind.Meanwhile, Meanwhile = server => server.Remove(there) });

        Assert.Null(await WaitAsync(there));
    }

    [Fact]
    public async Task A_wait_ignores_a_new_snapshot_with_the_same_name()
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
    public async Task A_wait_ends_at_its_timeout_and_reports_the_last_state()
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
    public async Task A_wait_ends_at_its_timeout_if_the_service_hangs()
    {
        var clock = new TestClock();
        LocalSnapshot there = Server.AddSnapshot("it", "pulling");
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });

        Task<Snapshot?> wait = WaitAsync(there, TimeSpan.FromSeconds(5), clock);
        await Server.WaitForRequestAsync(static _ => true, Cancelled);
        Server.ClearRequests();
        clock.Advance(TimeSpan.FromSeconds(5));
        // The final read is not answered either.
        await Server.WaitForRequestAsync(static request => !request.IsFinished, Cancelled);
        clock.Advance(Deadline.FinalReadTime);

        SnapshotTimeoutException error = await Assert.ThrowsAsync<SnapshotTimeoutException>(() => wait);
        Assert.Null(error.Snapshot);
    }

    [Fact]
    public async Task A_wait_ends_at_its_timeout_during_a_rate_limit()
    {
        var clock = new TestClock();
        LocalSnapshot there = Server.AddSnapshot("it", "pulling");
        Server.Faults.Add(Fault.RateLimited(seconds: 200));

        Task<Snapshot?> wait = WaitAsync(there, TimeSpan.FromSeconds(5), clock);
        await clock.SeeAsync(TimeSpan.FromSeconds(200));
        clock.Advance(TimeSpan.FromSeconds(5));
        // The final read meets the rate limit too.
        await clock.SeeAsync(TimeSpan.FromSeconds(195));
        clock.Advance(Deadline.FinalReadTime);

        await Assert.ThrowsAsync<SnapshotTimeoutException>(() => wait);
    }

    [Fact]
    public async Task A_wait_without_a_timeout_does_not_end_by_itself()
    {
        var clock = new HurriedClock();
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        ChangeAtReading(200, static it => it.State = "active");

        Snapshot? last = await WaitAsync(there, timeout: null, clock);

        Assert.Equal("active", last?.State);
    }

    [Fact]
    public async Task Polls_are_frequent_at_first_and_slow_down()
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
    public async Task The_duration_of_a_poll_does_not_delay_the_next_one()
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
    public async Task Every_change_of_state_is_reported_once()
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
    public async Task A_snapshot_known_to_be_ready_needs_no_request()
    {
        Server.AddSnapshot("it");
        using DaytonaClient client = Connect();
        Snapshot known = (await client.Snapshots.FindAsync("it", Cancelled))!;

        Snapshot? last = await client.Snapshots.WaitAsync(known, new SnapshotWaitOptions { Until = static it => it.State == "active" }, Cancelled);

        Assert.Same(known, last);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(FaultKind.CloseBefore, 200)]
    [InlineData(FaultKind.Answer, 500)]
    [InlineData(FaultKind.Answer, 503)]
    [InlineData(FaultKind.HtmlPage, 404)]
    [InlineData(FaultKind.HtmlPage, 502)]
    public async Task A_wait_survives_polls_that_fail_for_a_while(FaultKind kind, int status)
    {
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        Server.Faults.Add(new Fault { Kind = kind, Status = status, Count = 12 });
        ChangeAtReading(14, static it => it.State = "active");

        Snapshot? last = await WaitAsync(there);

        Assert.Equal("active", last?.State);
    }

    [Fact]
    public async Task A_lasting_outage_ends_a_wait_with_the_services_error()
    {
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        Server.Options.Maintenance = true;

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => WaitAsync(there, TimeSpan.FromHours(2)));

        Assert.Equal(503, error.StatusCode);
    }

    [Fact]
    public async Task A_refused_credential_ends_a_wait_at_once()
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
    public async Task Canceling_ends_a_wait()
    {
        var clock = new TestClock();
        LocalSnapshot there = Server.AddSnapshot("it", "building");
        using var stop = new CancellationTokenSource();

        Task wait = Connect(time: clock).Snapshots.WaitAsync(there.Id.ToString(), Final(TimeSpan.FromHours(1)), stop.Token);
        await Server.WaitForRequestAsync(static it => it.IsFinished, Cancelled);
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
