using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Removes 1,000 snapshots that are listed first.</summary>
internal sealed class Removal : Measurement
{
    private const int Snapshots = 1_000;
    private const int WarmUpSnapshots = 100;

    /// <inheritdoc/>
    public override string Name => "remove";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        using ServerProcess server = await StartServerAsync(seed: 0);
        using var control = new ServerControl(server);
        await using ContenderProcess module = ContenderProcess.StartModule(tools, ServerAddress.Of(server));
        await using ContenderProcess? sdk = ContenderProcess.StartSdk(tools, ServerAddress.Of(server));
        if (sdk is null) return [];

        await RemoveAsync(module, control, WarmUpSnapshots);
        await RemoveAsync(sdk, control, WarmUpSnapshots);
        var contest = new Contest(warmUps: 0, rounds);
        Contestant ours = contest.Add(() => RemoveAsync(module, control, Snapshots));
        Contestant theirs = contest.Add(() => RemoveAsync(sdk, control, Snapshots));
        await contest.RunAsync();
        return [Finding.AgainstSdk("Remove 1,000 snapshots, listed first", ours.Median, theirs.Median, leastTimes: 6)];
    }

    private static async Task<double> RemoveAsync(ContenderProcess contender, ServerControl control, int count)
    {
        await control.AddSnapshotsAsync("old", count);
        TaskResult result = await contender.RunAsync("remove");
        ServerState state = await control.ReadStateAsync();
        int left = state.SnapshotCount - state.States.GetValueOrDefault("removing");
        BenchmarkException.ThrowUnless(left == 0, $"{left} of {count} snapshots are left.");
        await control.WaitUntilEmptyAsync();
        return result.Milliseconds;
    }
}
