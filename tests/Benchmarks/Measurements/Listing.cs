using System.Text.Json;
using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Lists 10,000 snapshots, and gets the first of them.</summary>
internal sealed class Listing : Measurement
{
    private const int Snapshots = 10_000;
    private const int PageSize = 200;

    // The time reveals a second response before the first object.
    private const int HeldBack = 1000;

    /// <inheritdoc/>
    public override string Name => "list";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        using ServerProcess server = await StartServerAsync(Snapshots);
        using var control = new ServerControl(server);
        await using ContenderProcess module = ContenderProcess.StartModule(tools, ServerAddress.Of(server));
        await using ContenderProcess? sdk = ContenderProcess.StartSdk(tools, ServerAddress.Of(server));
        using var curl = tools.Curl is null ? null : new CurlPages(tools.Curl, server, Snapshots / PageSize, PageSize);

        var contest = new Contest(warmUps: 3, rounds);
        Contestant ours = contest.Add(() => ListAsync(module));
        Contestant? theirs = sdk is null ? null : contest.Add(() => ListAsync(sdk));
        Contestant? limit = curl is null ? null : contest.Add(() => ListAsync(curl));
        await contest.RunAsync();
        double first = await MeasureFirstAsync(module, control, rounds);

        List<Finding> findings = [];
        const string Title = "List 10,000 snapshots";
        if (theirs is not null) findings.Add(Finding.AgainstSdk(Title, ours.Median, theirs.Median, leastTimes: 5));
        if (limit is not null)
            findings.Add(Finding.AgainstLimit(Title, ours.Median, "curl, 8 at once,", limit.Median, mostTimes: 1.5));
        findings.Add(Finding.Bounded(
            "The first of 10,000", Duration.Show(first), "a round trip", first - LatencyMilliseconds, most: 50, " ms more"));
        return findings;
    }

    private static async Task<double> ListAsync(ContenderProcess contender)
    {
        TaskResult result = await contender.RunAsync("list");
        BenchmarkException.ThrowUnless(result.Count == Snapshots, $"{result.Count} snapshots were listed.");
        return result.Milliseconds;
    }

    private static async Task<double> ListAsync(CurlPages curl)
    {
        double milliseconds = await curl.RunAsync();
        int count = curl.ReadBodies().SelectMany(IdsOf).Distinct().Count();
        BenchmarkException.ThrowUnless(count == Snapshots, $"curl listed {count} snapshots.");
        return milliseconds;
    }

    private static List<string> IdsOf(byte[] page)
    {
        using JsonDocument document = JsonDocument.Parse(page);
        JsonElement items = document.RootElement.GetProperty("items");
        return [.. items.EnumerateArray().Select(static it => it.GetProperty("id").GetString()!)];
    }

    /// <summary>All responses except the first are delayed, so that the time is that of one round trip or far more.</summary>
    private static async Task<double> MeasureFirstAsync(ContenderProcess module, ServerControl control, int rounds)
    {
        List<double> times = [];
        for (int i = 0; i < rounds; i++)
        {
            await control.AddFaultAsync(new { path = "/api/snapshots*", kind = "delay", nth = 1 });
            await control.AddFaultAsync(new { path = "/api/snapshots*", kind = "delay", delay = HeldBack });
            TaskResult result = await module.RunAsync("first");
            await control.ClearFaultsAsync();
            BenchmarkException.ThrowUnless(result.Count == 1, $"{result.Count} snapshots came instead of the first.");
            times.Add(result.Milliseconds);
        }

        return times.Median();
    }
}
