using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Creates a snapshot that is active 50 ms after the request, as one of an image that a runner has already.</summary>
internal sealed class Creation : Measurement
{
    private int _number;

    /// <inheritdoc/>
    public override string Name => "create";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        using ServerProcess server = await StartServerAsync(seed: 20, "--pull-time", "50ms");
        await using ContenderProcess module = ContenderProcess.StartModule(tools, ServerAddress.Of(server));
        await using ContenderProcess? sdk = ContenderProcess.StartSdk(tools, ServerAddress.Of(server));
        if (sdk is null) return [];

        var contest = new Contest(warmUps: 2, rounds);
        Contestant ours = contest.Add(() => CreateAsync(module));
        Contestant theirs = contest.Add(() => CreateAsync(sdk));
        await contest.RunAsync();
        return
        [
            Finding.AgainstSdk("Create one that is active after 50 ms", ours.Median, theirs.Median, leastTimes: 4),
        ];
    }

    private async Task<double> CreateAsync(ContenderProcess contender)
    {
        TaskResult result = await contender.RunAsync("create", $"quick-{_number++}");
        BenchmarkException.ThrowUnless(result.State == "active", $"The new snapshot is {result.State}.");
        return result.Milliseconds;
    }
}
