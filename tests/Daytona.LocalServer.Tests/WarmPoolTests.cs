using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class WarmPoolTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_warm_pool_is_filled_resized_and_removed()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { Newer = true, TimeProvider = clock, SandboxStartTime = TimeSpan.FromSeconds(1) }, Cancelled);
        using var client = new ServerClient(server);
        server.AddSnapshot("s", change: static it => it.Cpu = 2);

        JsonElement created = await client.PostAsync("warm-pools", new { snapshot = "s", pool = 5 });
        string path = $"warm-pools/{created.GetProperty("id")}";
        using HttpResponseMessage again = await client.SendAsync(HttpMethod.Post, "warm-pools", new { snapshot = "s", pool = 1 });
        clock.Advance(TimeSpan.FromSeconds(1));
        JsonElement filled = (await client.GetAsync("warm-pools"))[0];
        await client.SendAsync(HttpMethod.Patch, path, new { pool = 0 });
        clock.Advance(TimeSpan.FromSeconds(1));
        JsonElement drained = await client.GetAsync(path);
        using HttpResponseMessage removed = await client.SendAsync(HttpMethod.Delete, path);

        Assert.Equal(
            "id,organizationId,snapshot,target,pool,currentSize,cpu,mem,disk,osUser,env,errorReason,createdAt,updatedAt",
            string.Join(',', created.EnumerateObject().Select(static it => it.Name)));
        Assert.Equal((5, 0, 2), (Number(created, "pool"), Number(created, "currentSize"), Number(created, "cpu")));
        Assert.Equal((5, 0), (Number(filled, "currentSize"), Number(drained, "currentSize")));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NoContent), (again.StatusCode, removed.StatusCode));
        Assert.Equal(0, (await client.GetAsync("warm-pools")).GetArrayLength());
    }

    [Theory]
    [InlineData(false, "s", 1, "Cannot POST /api/warm-pools")]
    [InlineData(true, "nosuch", 1, "Snapshot nosuch not found")]
    [InlineData(true, "s", -1, "pool must not be less than 0")]
    public async Task A_warm_pool_that_is_not_possible_is_refused(bool newer, string snapshot, int pool, string message)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Newer = newer }, Cancelled);
        using var client = new ServerClient(server);
        server.AddSnapshot("s");

        JsonElement answer = await client.PostAsync("warm-pools", new { snapshot, pool });

        Assert.Equal(message, answer.GetProperty("message").GetString());
    }

    private static int Number(JsonElement pool, string field) => pool.GetProperty(field).GetInt32();
}
