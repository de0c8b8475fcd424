using System.Globalization;
using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>
/// Creates snapshots that take 5 s and a part of a second more, another one each time, and measures the delay until the
/// contenders report it, and the number of their requests. The fraction varies, so that polling once a second is measured at
/// different moments. The contenders run at the same time, each with its own server that counts its requests.
/// </summary>
internal sealed class Waiting : Measurement
{
    private const int RunsPerRound = 4;

    private static readonly TimeSpan PullTime = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override string Name => "wait";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        if (tools.Node is null) return [];
        int runs = rounds * RunsPerRound;
        TimeSpan between = TimeSpan.FromSeconds(1.0 / runs);
        Waits[] waits = await Task.WhenAll(
            MeasureAsync(server => ContenderProcess.StartModule(tools, server), []),
            MeasureAsync(server => ContenderProcess.StartModule(tools, server), ["--no-notifications"]),
            MeasureAsync(server => ContenderProcess.StartSdk(tools, server)!, []));
        (Waits told, Waits asking, Waits sdk) = (waits[0], waits[1], waits[2]);
        const string Title = "Wait for a creation of 5 to 6 s";
        return
        [
            Lag(Title, told, sdk, most: 0.1),
            Requests(Title, told, sdk, most: 0.25),
            Lag(Title + ", without notifications", asking, sdk, most: 1),
            Requests(Title + ", without notifications", asking, sdk, most: 1),
        ];

        async Task<Waits> MeasureAsync(Func<ServerAddress, ContenderProcess> start, string[] options)
        {
            using ServerProcess server = await StartServerAsync(seed: 20, options);
            using var control = new ServerControl(server);
            await using ContenderProcess contender = start(ServerAddress.Of(server));
            await control.SetAsync(new { pullTime = (int)PullTime.TotalMilliseconds });
            await CreateAsync(contender, "warm-up");
            long before = (await control.ReadStateAsync()).RequestCount;
            double lag = 0;
            for (int i = 0; i < runs; i++)
            {
                await control.SetAsync(new { pullTime = (int)(PullTime + i * between).TotalMilliseconds });
                await WaitForSecondAsync(i * between);
                lag += await CreateAsync(contender, $"slow-{i}");
            }

            return new Waits(lag / runs, (double)((await control.ReadStateAsync()).RequestCount - before) / runs);
        }
    }

    private static async Task<double> CreateAsync(ContenderProcess contender, string name)
    {
        TaskResult result = await contender.RunAsync("create", name);
        BenchmarkException.ThrowUnless(result.State == "active", $"The new snapshot is {result.State}.");
        return result.Lag;
    }

    /// <summary>Waits until the clock shows a whole second and the part of one.</summary>
    private static Task WaitForSecondAsync(TimeSpan part)
    {
        long now = DateTime.UtcNow.Ticks % TimeSpan.TicksPerSecond;
        return Task.Delay(TimeSpan.FromTicks((part.Ticks - now + TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond));
    }

    private static Finding Lag(string title, Waits module, Waits sdk, double most) =>
        Finding.PartOfSdk(title + ": lag", module.Lag, sdk.Lag, Duration.Show, most);

    private static Finding Requests(string title, Waits module, Waits sdk, double most) =>
        Finding.PartOfSdk(title + ": requests", module.Requests, sdk.Requests, Number, most);

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The mean of all runs: of the lag in milliseconds, and of the requests.</summary>
    private sealed record Waits(double Lag, double Requests);
}
