namespace Daytona.Snapshots.Client.Tests.Snapshots;

/// <summary>How many requests a batch of removals takes.</summary>
public sealed class RemovalRequestsTests : ClientTest
{
    private const int Count = 100;

    protected override LocalServerOptions ServerOptions => new() { RemovalDelay = Timeout.InfiniteTimeSpan };

    [Theory]
    [InlineData(true, 0, "", 4)]
    [InlineData(false, 0, "", 4)]
    [InlineData(false, 1000, "gone", 4)]
    [InlineData(true, 1000, "", 12)]
    [InlineData(false, 1000, "", 20)]
    public async Task A_batch_is_verified_by_listing(bool hasChannel, int others, string start, int most)
    {
        LocalSnapshot[] batch = [.. Enumerable.Range(0, Count).Select(i => Server.AddSnapshot($"{start}{(char)('a' + (i % 26))}{i}"))];
        for (int i = 0; i < others; i++) Server.AddSnapshot($"other{i}");
        Server.Notifications.IsOn = hasChannel;
        var clock = new TestClock();
        DaytonaClient client = Connect(
            new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey), UseNotifications = hasChannel }, clock);
        using var waits = new CountdownEvent(Count);
        Task removals = Task.WhenAll(batch.Select(it => client.Snapshots.RemoveAsync(
            new Snapshot { Id = it.Id.ToString(), Name = it.Name, State = it.State },
            new ChangeSnapshotOptions { Wait = true },
            new Deadline(null, clock, Cancelled),
            wait =>
            {
                waits.Signal();
                return wait;
            })));
        await Task.Run(() => waits.Wait(Cancelled), Cancelled);
        // All of them are being removed at the first poll, and none exists any longer at the next.
        if (!hasChannel)
        {
            for (int i = 0; i < Count; i++) await clock.SeeAsync(TimeSpan.FromMilliseconds(100));
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await GatherAsync(Task.Run(() => SpinWait.SpinUntil(() => Server.Requests.Count > Count), Cancelled));
        }

        foreach (LocalSnapshot snapshot in batch) Server.Remove(snapshot);
        if (hasChannel)
        {
            // Before and after the first notification.
            await clock.SeeNoneAsync(TimeSpan.FromSeconds(2.5));
            await clock.SeeNoneAsync(TimeSpan.FromSeconds(8));
        }

        await GatherAsync(removals);
        await removals;

        int requests = Server.Requests.Count(static request => !request.Path.Contains("socket.io", StringComparison.Ordinal));
        Assert.InRange(requests, Count, Count + most);

        async Task GatherAsync(Task until)
        {
            while (!until.IsCompleted && await Task.WhenAny(until, clock.SeeAsync(TimeSpan.FromMilliseconds(50))) != until)
            {
                clock.Advance(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
