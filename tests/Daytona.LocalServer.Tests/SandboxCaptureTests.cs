using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class SandboxCaptureTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "snapshotting")]
    public async Task A_sandbox_becomes_a_snapshot(bool newer, string? early)
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, Newer = newer, PullTime = TimeSpan.FromSeconds(5) }, Cancelled);
        using var client = new ServerClient(server);
        LocalSandbox sandbox = server.AddSandbox("box", static it => it.Cpu = 3);

        JsonElement answer = await client.PostAsync("sandbox/box/snapshot", new { name = "captured" });
        Assert.Equal("snapshotting", answer.GetProperty("state").GetString());
        Assert.Equal(early, server.Find("captured")?.State);
        clock.Advance(TimeSpan.FromSeconds(5));

        JsonElement captured = await client.GetAsync("snapshots/captured");
        Assert.Equal(
            ("active", 3), (captured.GetProperty("state").GetString(), captured.GetProperty("cpu").GetInt32()));
        Assert.Equal(newer, captured.TryGetProperty("sourceSandboxId", out _));
        // The older one does not know the parameter, and ignores it.
        Assert.Equal(newer ? 0 : 1, await CountAsync(Guid.NewGuid()));
        Assert.Equal(1, await CountAsync(sandbox.Id));

        async Task<int> CountAsync(Guid source) =>
            (await client.GetAsync($"snapshots?sourceSandboxId={source}")).GetProperty("total").GetInt32();
    }

    [Theory]
    [InlineData("container", "stopped", true, "includeMemory is only supported for Windows sandboxes")]
    [InlineData("windows", "stopped", true, "Snapshots with memory require the Windows sandbox to be running (STARTED)")]
    [InlineData("windows", "started", false, "Filesystem-only snapshots require the Windows sandbox to be stopped (STOPPED)")]
    [InlineData("container", "archived", false, "Sandbox must be in started or stopped state to create a snapshot")]
    public async Task A_capture_that_is_not_allowed_is_refused(
        string sandboxClass, string state, bool includeMemory, string message)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.AddSandbox("box", it => (it.SandboxClass, it.State) = (sandboxClass, state));

        JsonElement answer = await client.PostAsync("sandbox/box/snapshot", new { name = "captured", includeMemory });

        Assert.Equal(message, answer.GetProperty("message").GetString());
    }
}
