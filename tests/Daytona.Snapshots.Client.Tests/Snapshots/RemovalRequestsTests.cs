namespace Daytona.Snapshots.Client.Tests.Snapshots;

/// <summary>How many requests a batch of removals takes.</summary>
public sealed class RemovalRequestsTests : ClientTest
{
    private const int Count = 100;
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemovalDelay = TimeSpan.FromMilliseconds(300);

    private readonly TestClock _clock = new();

    protected override LocalServerOptions ServerOptions => new() { TimeProvider = _clock, RemovalDelay = RemovalDelay };

    [Theory]
    [InlineData(true, 0, "")]
    [InlineData(false, 0, "")]
    [InlineData(false, 1000, "gone")]
    [InlineData(true, 1000, "")]
    [InlineData(false, 1000, "")]
    public async Task A_batch_is_verified_by_listing(bool hasChannel, int others, string start)
    {
        LocalSnapshot[] batch = [.. Enumerable.Range(0, Count).Select(i => Server.AddSnapshot($"{start}{(char)('a' + (i % 26))}{i}"))];
        for (int i = 0; i < others; i++) Server.AddSnapshot($"other{i}");
        Server.Notifications.IsOn = hasChannel;
        DaytonaClient client = Connect(new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey) });
        // The first request of a client goes alone.
        await client.Snapshots.FindAsync("none", Cancelled);
        Server.ClearRequests();
        Server.Faults.Add(new Fault { Method = "DELETE", Kind = FaultKind.Delay, Delay = Delay });

        Task removals = Task.WhenAll(batch.Select(it => client.Snapshots.RemoveAsync(
            new Snapshot { Id = it.Id.ToString(), Name = it.Name, State = it.State }, new ChangeSnapshotOptions { Wait = true }, Cancelled)));
        // However busy the machine is, all are accepted at the same time, and all are gone at the same time, when polls have begun.
        for (int i = 0; i < Count; i++) await _clock.SeeAsync(Delay);
        _clock.Advance(Delay);
        await Server.WaitForRequestAsync(_ => Server.Requests.Count(static it => it is { Method: "DELETE", IsFinished: true }) == Count, Cancelled);
        if (!hasChannel) await Server.WaitForRequestAsync(static request => request.Path == "/api/snapshots", Cancelled);
        _clock.Advance(RemovalDelay);
        await removals;

        Assert.DoesNotContain(batch, it => Server.Snapshots.Contains(it));
        // A read of each would be another hundred for each poll.
        Assert.InRange(Server.Requests.Count, Count, Count * 1.2);
    }
}
