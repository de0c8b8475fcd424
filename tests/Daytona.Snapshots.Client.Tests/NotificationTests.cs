using System.Reflection;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>Waits and the watch, told by the local server's notification channel.</summary>
public sealed class NotificationTests : ClientTest
{
    protected override LocalServerOptions ServerOptions => new()
    {
        // Held where it is until a test changes it: what ends a wait is then the notice of that change, and no look.
        Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan },
        RemovalDelay = TimeSpan.FromMilliseconds(100),
    };

    [Fact]
    public async Task A_creation_with_notifications_takes_two_requests()
    {
        DaytonaClient client = ConnectToChannel();
        using SnapshotListener listener = await ListenAsync(client, "it");
        Assert.True(listener.IsLive);

        Snapshot created = await client.Snapshots.SubmitAsync(FromAlpine("it"), Cancelled);
        Task<Snapshot?> waiting = client.Snapshots.WaitAsync(created, Final, NoLimit, listener);
        await Server.WaitForSnapshotAsync("it", static it => it?.State == "pulling", Cancelled);
        Server.Change("it", static it => it.State = "active");

        Assert.Equal("active", (await waiting)?.State);
        Assert.Equal(["POST", "GET"], SnapshotRequests().Select(static request => request.Method));
    }

    [Fact]
    public async Task An_event_between_the_request_and_the_wait_is_not_missed()
    {
        DaytonaClient client = ConnectToChannel();
        using SnapshotListener listener = await ListenAsync(client, "it");
        Snapshot created = await client.Snapshots.SubmitAsync(FromAlpine("it"), Cancelled);
        await Server.WaitForSnapshotAsync("it", static it => it?.State == "pulling", Cancelled);
        Server.Change("it", static it => it.State = "error");

        Snapshot? last = await client.Snapshots.WaitAsync(created, Final, NoLimit, listener);

        Assert.Equal("error", last?.State);
    }

    [Fact]
    public async Task A_removal_without_an_ID_in_its_event_is_detected()
    {
        LocalSnapshot there = Server.AddSnapshot("it");
        DaytonaClient client = ConnectToChannel();
        Snapshot known = (await client.Snapshots.FindAsync("it", Cancelled))!;
        using SnapshotListener listener = await ListenAsync(client, "it");

        await EndpointsOf(client).RemoveAsync(known.Id, Cancelled);
        Snapshot? last = await client.Snapshots.WaitAsync(known, new SnapshotWaitOptions { Until = static _ => false }, NoLimit, listener);

        Assert.Null(last);
        Assert.Equal(["GET", "DELETE", "GET"], SnapshotRequests().Select(static request => request.Method));
        Assert.Null(Server.Find(there.Name));
    }

    [Fact]
    public async Task Without_notifications_the_state_is_polled_with_one_notice()
    {
        Server.Notifications.IsOn = false;
        var observer = new RecordingObserver();
        DaytonaClient client = ConnectToChannel().ObservedBy(observer);

        foreach (string name in new[] { "one", "two" })
        {
            using SnapshotListener listener = await ListenAsync(client, name);
            Assert.False(listener.IsLive);
            Snapshot created = await client.Snapshots.SubmitAsync(FromAlpine(name), Cancelled);
            Task<Snapshot?> waiting = client.Snapshots.WaitAsync(created, Final, NoLimit, listener);
            await Server.WaitForSnapshotAsync(name, static it => it?.State == "pulling", Cancelled);
            Server.Change(name, static it => it.State = "active");
            Assert.Equal("active", (await waiting)?.State);
        }

        Assert.Single(observer.Notices, static notice => notice.Contains("notification channel", StringComparison.Ordinal));
        Assert.Single(Server.Requests, static request => request.Path.Contains("socket.io", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_does_not_fail_the_listener()
    {
        using SnapshotListener listener = await ListenAsync(ConnectToChannel("dtn_wrong"), "it");

        Assert.False(listener.IsLive);
    }

    [Fact]
    public async Task A_channel_that_flaps_is_opened_less_and_less_often()
    {
        var clock = new TestClock();
        using NotificationChannel channel = CreateChannel(clock);
        using SnapshotListener listener = await channel.AddAsync(static _ => true, null, NotificationChannel.MaxOpening, Cancelled);

        foreach (int seconds in new[] { 1, 2, 4, 8, 16, 30, 30 }) await ReconnectAsync(listener, clock, seconds);
        // One that lasted is opened at once again.
        clock.Advance(TimeSpan.FromSeconds(30));
        await ReconnectAsync(listener, clock, 1);

        Assert.Equal(1, Server.Notifications.Connections);
    }

    [Fact]
    public async Task A_channel_that_reconnects_keeps_no_registrations()
    {
        var clock = new TestClock();
        using NotificationChannel channel = CreateChannel(clock);
        using SnapshotListener listener = await channel.AddAsync(static _ => true, null, NotificationChannel.MaxOpening, Cancelled);
        await ReconnectAsync(listener, clock, 1);
        int registrations = CountRegistrations(channel);

        foreach (int seconds in new[] { 2, 4, 8 }) await ReconnectAsync(listener, clock, seconds);

        Assert.InRange(CountRegistrations(channel), 0, registrations);
    }

    [Fact]
    public async Task A_channel_answers_the_pings_of_the_service()
    {
        var clock = new TestClock();
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { TimeProvider = clock }, Cancelled);
        using NotificationChannel channel = CreateChannel(TimeProvider.System, server);
        using SnapshotListener listener = await channel.AddAsync(static _ => true, null, NotificationChannel.MaxOpening, Cancelled);

        await clock.PassAsync(TimeSpan.FromSeconds(25));
        // The service waits for the time of the next ping only after an answer.
        await clock.SeeAsync(TimeSpan.FromSeconds(25));

        Assert.True(listener.IsLive);
    }

    [Fact]
    public async Task A_notification_in_several_parts_is_read_whole()
    {
        string reason = string.Concat(Enumerable.Repeat("Größe 日本語 🚀", 2000));
        LocalSnapshot it = Server.AddSnapshot("it", "pulling");
        using NotificationChannel channel = CreateChannel(TimeProvider.System);
        using SnapshotListener listener = await channel.AddAsync(static _ => true, null, TimeSpan.FromMinutes(1), Cancelled);

        Server.Change(it, it => (it.State, it.ErrorReason) = ("error", reason));
        await listener.Signal.WaitAsync(Cancelled);

        Assert.Equal(("error", reason), listener.Take() is { } seen ? (seen.Snapshot.State, seen.Snapshot.ErrorReason) : default);
    }

    [Fact]
    public async Task A_watch_reports_each_new_change_once()
    {
        Server.AddSnapshot("old", "inactive");
        LocalSnapshot moving = Server.AddSnapshot("moving", "pulling");
        using SnapshotWatch watch = ConnectToChannel().Snapshots.Watch();
        Task<IReadOnlyList<SnapshotEvent>> first = watch.ReadAsync(Cancelled);
        await Server.WaitForRequestAsync(static request => request is { Method: "GET", IsFinished: true }, Cancelled);

        Server.Change(moving, static it => it.State = "active");
        var told = new List<SnapshotEvent>(await first);
        Server.Remove(moving);
        while (told.Count < 2) told.AddRange(await watch.ReadAsync(Cancelled));

        Assert.Equal(["moving: pulling -> active", "moving: active -> removed"], told.Select(static change => change.ToString()));
    }

    [Fact]
    public async Task A_queued_removal_is_not_that_of_the_new_snapshot()
    {
        LocalSnapshot old = Server.AddSnapshot("it");
        using SnapshotWatch watch = ConnectToChannel().Snapshots.Watch();
        await watch.StartAsync(Cancelled);

        Server.Remove(old);
        LocalSnapshot made = Server.AddSnapshot("it");
        Server.Change(made, static it => it.State = "inactive");
        List<SnapshotEvent> seen = [];
        while (seen.Count == 0 || seen[^1].NewState != "inactive") seen.AddRange(await watch.ReadAsync(Cancelled));

        Assert.DoesNotContain(seen, change => change.NewState == "removed" && change.Snapshot.Id == made.Id.ToString());
        Assert.Single(seen, static change => change.NewState == "removed");
    }

    [Fact]
    public async Task A_watch_survives_an_outage()
    {
        LocalSnapshot moving = Server.AddSnapshot("moving", "pulling");
        // Without a channel, whose retries would hurry the limits of requests.
        using SnapshotWatch watch = Connect(time: new HurriedClock()).Snapshots.Watch();
        await watch.StartAsync(Cancelled);
        Server.Faults.Add(new Fault { Method = "GET", Path = "/api/snapshots*", Kind = FaultKind.CloseBefore, Count = 20 });

        Server.Change(moving, static it => it.State = "active");

        Assert.Equal("moving: pulling -> active", Assert.Single(await watch.ReadAsync(Cancelled)).ToString());
    }

    [Fact]
    public async Task A_watch_of_a_name_lists_only_that()
    {
        Server.AddSnapshot("it", "pulling");
        using SnapshotWatch watch = ConnectToChannel().Snapshots.Watch(new SnapshotFilter { NameContains = "it" });

        await watch.StartAsync(Cancelled);

        Assert.Contains("name=it", Assert.Single(SnapshotRequests()).Target, StringComparison.Ordinal);
    }

    private DaytonaClient ConnectToChannel(string? key = null) => Connect(new DaytonaClientOptions
    {
        ApiUrl = Server.ApiUrl,
        Credential = new Secret(key ?? Server.ApiKey),
    });

    private NotificationChannel CreateChannel(TimeProvider time, LocalServer? server = null) =>
        new(new DaytonaClientOptions { ApiUrl = (server ?? Server).ApiUrl, Credential = new Secret((server ?? Server).ApiKey) }, time);

    private async Task ReconnectAsync(SnapshotListener listener, TestClock clock, int seconds)
    {
        await WaitUntilAsync(listener, isLive: true);
        listener.Reset();
        Server.Notifications.CloseConnections();
        await WaitUntilAsync(listener, isLive: false);
        await clock.PassAsync(TimeSpan.FromSeconds(seconds));
        await WaitUntilAsync(listener, isLive: true);
    }

    private static async Task WaitUntilAsync(SnapshotListener listener, bool isLive)
    {
        while (true)
        {
            listener.Reset();
            Task signal = listener.Signal;
            if (listener.IsLive == isLive) return;
            await signal.WaitAsync(Cancelled);
        }
    }

    // .NET has no other way to see them.
    private static int CountRegistrations(NotificationChannel channel)
    {
        int count = 0;
        object? registration = FieldOf(FieldOf(FieldOf(channel, "_running"), "_registrations"), "Callbacks");
        for (; registration is not null; registration = FieldOf(registration, "Next")) count++;
        return count;
    }

    private static object? FieldOf(object? owner, string name) =>
        owner?.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(owner);

    private static Deadline NoLimit => new(null, TimeProvider.System, Cancelled);

    private static Task<SnapshotListener> ListenAsync(DaytonaClient client, string name) => client.Snapshots.ListenAsync(name, NoLimit);

    private IEnumerable<RecordedRequest> SnapshotRequests() =>
        Server.Requests.Where(static request => request.Path.StartsWith("/api/snapshots", StringComparison.Ordinal));

    private static SnapshotWaitOptions Final => new() { Until = static it => SnapshotState.IsFinal(it.State) };
}
