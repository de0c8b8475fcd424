using System.Text.Json;

namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>05-logs</c>.</summary>
internal sealed class LogsScenario : Scenario
{
    // The recorded builder wrote these lines for every build, also for those that failed.
    public override LocalServerOptions Options()
    {
        LocalServerOptions options = base.Options();
        options.Plan = static (snapshot, plan) => snapshot.BuildInfo is not { } build ? plan : plan with
        {
            WorkTime = TimeSpan.Zero,
            ValidationTime = build.DockerfileContent.Contains("slow:", StringComparison.Ordinal)
                ? Timeout.InfiniteTimeSpan
                : TimeSpan.Zero,
            Log =
            [
                "Building image...", $"Step 1/2 : {build.DockerfileContent.Split('\n')[0]}", " ---> 0123456789ab",
                $"Step 2/2 : {build.DockerfileContent.Split('\n')[1]}", "Successfully built 0123456789ab",
            ],
        };
        return options;
    }

    protected override async Task ArrangeAsync()
    {
        using var client = new ServerClient(Server);
        await BuildAsync("lg-build", "FROM slow:2\nRUN logs\n", "building", "2afd39e1-6e60-439e-8257-32f5b9f6bded");
        await BuildAsync("lg-inactive", "FROM slow:a\nRUN l\n", "building", "459fc9d7-7b3d-4696-bd3c-972468c3100e");
        await BuildAsync("lg-removing", "FROM slow:b\nRUN l\n", "building", "6bbd49dd-e6e7-4e86-a8b6-582f05e3196e");
        await BuildAsync("lg-active", "FROM x:1\nRUN true\n", "active", "3716b78f-a93a-40c9-a53b-80844abc60a1");
        await BuildAsync("lg-error", "FROM x:1\nRUN build-fail\n", "error", "80f48e0d-b576-4a4d-9fe4-96b99fabcc00");
        await BuildAsync(
            "lg-refused", "FROM x:1\nRUN build-reject\n", "build_failed", "65ee394a-3d5c-4094-a5c6-10a2482f347a");
        await BuildAsync("lg-cached", "FROM x:1\nRUN true\n", "active", "b43c157f-1e66-425b-a2bb-5099f17e0407");
        Words["7bc2c2c6-0bc0-4238-9bab-d95f1f1c62e4"] = Server.AddSnapshot("lg-pulled").Id.ToString();
        Server.Change("lg-inactive", static it => it.State = "inactive");
        Server.Change("lg-removing", static it => it.State = "removing");

        async Task BuildAsync(string name, string dockerfile, string state, string recordedId)
        {
            JsonElement created = await client.PostAsync(
                "snapshots", new { name, buildInfo = new { dockerfileContent = dockerfile } });
            Words[recordedId] = created.GetProperty("id").GetString()!;
            Assign();
            await Server.WaitForSnapshotAsync(
                name, it => it?.State == state, TestContext.Current.CancellationToken);
        }
    }

    public override void Before(RecordedExchange exchange)
    {
        if (exchange.Key == "build-logs, the runner does not answer")
            Server.Regions[0].Runners[0].IsReachable = false;
    }
}
