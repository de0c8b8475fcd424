namespace Daytona.Snapshots.Client.Tests.Snapshots;

/// <summary>How many requests a batch of removals takes.</summary>
public sealed class RemovalRequestsTests : ClientTest
{
    private const int Count = 100;

    protected override LocalServerOptions ServerOptions => new() { RemovalDelay = TimeSpan.FromMilliseconds(30) };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_is_verified_by_listing(bool hasChannel)
    {
        for (int i = 0; i < Count; i++) Server.AddSnapshot($"gone{i}");
        Server.Notifications.IsOn = hasChannel;
        DaytonaClient client = Connect(new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey) });
        List<Snapshot> snapshots = [];
        await foreach (Snapshot snapshot in client.Snapshots.ListAsync(new SnapshotFilter { NameContains = "gone" }, Cancelled)) snapshots.Add(snapshot);
        int before = Server.Requests.Count;

        await BoundedParallel.SelectAsync(
            snapshots,
            parallelism: 50,
            async (snapshot, token) =>
            {
                await client.Snapshots.RemoveAsync(snapshot, new ChangeSnapshotOptions { Wait = true }, new Deadline(null, TimeProvider.System, token));
                return true;
            },
            Cancelled);

        int requests = Server.Requests.Count - before;
        Assert.InRange(requests, Count, Count * 1.2);
    }
}
