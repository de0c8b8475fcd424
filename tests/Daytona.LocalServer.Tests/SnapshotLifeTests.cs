using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class SnapshotLifeTests
{
    private static readonly LocalServerOptions Instant =
        new() { PullTime = TimeSpan.Zero, BuildTime = TimeSpan.Zero, RemovalDelay = TimeSpan.Zero };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_snapshot_is_pending_then_pulling_then_active()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T21:22:40.152Z", null));
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, QueueTime = TimeSpan.FromSeconds(1), PullTime = TimeSpan.FromSeconds(9) }, Cancelled);
        using var client = new ServerClient(server);

        JsonElement created = await client.PostAsync("snapshots", new { name = "a", imageName = "alpine:3.20" });
        Assert.Equal("pending", created.GetProperty("state").GetString());
        Assert.Equal("2026-11-23T21:22:40.152Z", created.GetProperty("createdAt").GetString());
        Assert.False(created.TryGetProperty("ref", out _));
        Assert.Equal(JsonValueKind.Null, (await client.GetAsync("snapshots/a")).GetProperty("ref").ValueKind);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("pulling", (await client.GetAsync("snapshots/a")).GetProperty("state").GetString());
        clock.Advance(TimeSpan.FromSeconds(9));
        JsonElement active = await client.GetAsync("snapshots/a");
        Assert.Equal("active", active.GetProperty("state").GetString());
        Assert.Equal("2026-11-23T21:22:50.152Z", active.GetProperty("lastUsedAt").GetString());
    }

    [Theory]
    [InlineData("nosuch/img:1", "failed to inspect image docker.io/nosuch/img:1: manifest unknown")]
    [InlineData("huge/img:1", "Snapshot size (500.00GB) exceeds maximum allowed size of 100GB")]
    [InlineData("pull-fail/img:1", "failed to pull image pull-fail/img:1: connection refused")]
    public async Task An_image_that_cannot_be_pulled_ends_in_error_with_the_reason(string image, string reason)
    {
        await using LocalServer server = await LocalServer.StartAsync(Instant, Cancelled);
        using var client = new ServerClient(server);

        await client.PostAsync("snapshots", new { name = "a", imageName = image });
        await server.WaitForSnapshotAsync("a", static snapshot => snapshot?.State == "error", Cancelled);

        Assert.Equal(reason, (await client.GetAsync("snapshots/a")).GetProperty("errorReason").GetString());
    }

    [Fact]
    public async Task A_removed_snapshot_is_removing_then_deleted()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, RemovalDelay = TimeSpan.FromSeconds(8) }, Cancelled);
        using var client = new ServerClient(server);
        LocalSnapshot snapshot = server.AddSnapshot("a");

        Assert.Equal(
            HttpStatusCode.OK, (await client.SendAsync(HttpMethod.Delete, $"snapshots/{snapshot.Id}")).StatusCode);
        Assert.Equal("removing", (await client.GetAsync("snapshots/a")).GetProperty("state").GetString());
        Assert.Equal(
            409,
            (
                await client.PostAsync(
                    "snapshots", new { name = "a", imageName = "b:1" })).GetProperty("statusCode").GetInt32());
        clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(404, (await client.GetAsync("snapshots/a")).GetProperty("statusCode").GetInt32());
    }

    [Fact]
    public async Task An_inactive_snapshot_can_be_activated_ten_minutes_later()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock }, Cancelled);
        using var client = new ServerClient(server);
        LocalSnapshot snapshot = server.AddSnapshot("a");

        await client.SendAsync(HttpMethod.Post, $"snapshots/{snapshot.Id}/deactivate");
        clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        JsonElement early = await client.PostAsync($"snapshots/{snapshot.Id}/activate");
        Assert.StartsWith(
            "Snapshot deactivation is still in progress.",
            early.GetProperty("message").GetString(),
            StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(
            "pending", (await client.PostAsync($"snapshots/{snapshot.Id}/activate")).GetProperty("state").GetString());
        await server.WaitForSnapshotAsync("a", static activated => activated?.State == "active", Cancelled);
    }

    [Fact]
    public async Task A_custom_plan_holds_a_snapshot_in_its_state()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan } }, Cancelled);
        using var client = new ServerClient(server);

        await client.PostAsync("snapshots", new { name = "a", imageName = "alpine:3.20" });
        await server.WaitForSnapshotAsync("a", static snapshot => snapshot?.State == "pulling", Cancelled);

        Assert.True(server.Change("a", static snapshot => snapshot.State = "inactive"));
        Assert.Equal("inactive", (await client.GetAsync("snapshots/a")).GetProperty("state").GetString());
    }
}
