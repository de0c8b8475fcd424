
namespace Daytona.Playground;

/// <summary>A server with the snapshots of a team: some in use, some failed, one unused for a long time.</summary>
internal static class SampleServer
{
    public static async Task<LocalServer> StartAsync(PlaygroundArguments arguments)
    {
        LocalServer server = await LocalServer.StartAsync(new LocalServerOptions
        {
            Port = arguments.Port,
            Latency = arguments.Latency,
            Newer = arguments.Newer,
            PullTime = TimeSpan.FromSeconds(1.5),
            BuildTime = TimeSpan.FromSeconds(3),
            RemovalDelay = TimeSpan.FromSeconds(1.5),
            SandboxStartTime = TimeSpan.FromSeconds(1),
            SandboxStopTime = TimeSpan.FromSeconds(1),
        });
        server.Toolbox.AnswersCommonCommands = true;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Add(server, "ubuntu:22.04", "ubuntu:22.04", now.AddDays(-200), general: true);
        Add(server, "daytona-small", "daytonaio/sandbox:0.5.0", now.AddDays(-150), general: true);
        Add(server, "agents/base:v1", "python:3.12-slim", now.AddDays(-40));
        Add(server, "agents/base:v2", "python:3.13-slim", now.AddDays(-3));
        Add(server, "web-scraper", "node:22-slim", now.AddDays(-12));
        Add(server, "old-experiment", "python:3.9-slim", now.AddDays(-90), "inactive");
        Add(server, "nightly-1019", "registry.example.com/team/nightly:1019", now.AddDays(-2), "error",
            "failed to pull image registry.example.com/team/nightly:1019: connection refused");
        Add(server, "nightly-1020", "registry.example.com/team/nightly:1020", now.AddDays(-1), "error",
            "failed to inspect image registry.example.com/team/nightly:1020: manifest unknown");
        return server;
    }

    private static void Add(
        LocalServer server,
        string name,
        string image,
        DateTimeOffset at,
        string state = "active",
        string? reason = null,
        bool general = false)
    {
        server.AddSnapshot(name, state, it =>
        {
            it.General = general;
            it.ImageName = image;
            it.CreatedAt = at;
            it.UpdatedAt = at;
            it.LastUsedAt = state == "active" ? at.AddHours(5) : null;
            it.ErrorReason = reason;
        });
    }
}
