namespace Daytona.Snapshots.Client.Tests.Snapshots;

/// <summary>How many requests a batch of removals takes.</summary>
public sealed class RemovalRequestsTests : ClientTest
{
    private const int Count = 100;

    protected override LocalServerOptions ServerOptions => new() { RemovalDelay = TimeSpan.FromMilliseconds(300) };

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

        await Task.WhenAll(batch.Select(it => client.Snapshots.RemoveAsync(
            new Snapshot { Id = it.Id.ToString(), Name = it.Name, State = it.State }, new ChangeSnapshotOptions { Wait = true }, Cancelled)));

        Assert.DoesNotContain(batch, it => Server.Snapshots.Contains(it));
        // A read of each would be another hundred for each poll.
        Assert.InRange(Server.Requests.Count, Count, Count * 1.2);
    }
}
