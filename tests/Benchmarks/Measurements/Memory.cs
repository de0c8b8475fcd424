using System.Diagnostics;
using System.Globalization;
using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Lists 100,000 snapshots without keeping them, and measures the peak memory of the process.</summary>
internal sealed class Memory : Measurement
{
    private const int Snapshots = 100_000;

    /// <inheritdoc/>
    public override string Name => "memory";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        using ServerProcess server = await StartServerAsync(Snapshots);
        string script = $$"""
            Import-Module '{{tools.Manifest}}'
            function Get-Peak { [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 }
            $page = @(Get-DaytonaSnapshot -First 200).Count
            $before = Get-Peak
            $all = 0
            Get-DaytonaSnapshot | ForEach-Object { $all++ }
            "$page $all $before $(Get-Peak)"
            """;
        List<double> before = [];
        List<double> after = [];
        for (int i = 0; i < rounds; i++)
        {
            ProcessStartInfo start = tools.PowerShell.CreateStartInfo(["-NoProfile", "-Command", script]);
            Command ended = await Command.RunAsync(ServerAddress.Of(server).Apply(start));
            long[] numbers = [.. ended.Output.Split(' ').Select(static it => long.Parse(it, CultureInfo.InvariantCulture))];
            BenchmarkException.ThrowUnless(numbers[..2] is [200, Snapshots], $"{numbers[0]} and {numbers[1]} were listed.");
            before.Add(numbers[2] / 1048576.0);
            after.Add(numbers[3] / 1048576.0);
        }

        return
        [
            Finding.Bounded(
                "List 100,000 and keep none: peak working set",
                $"{after.Median():0} MiB",
                $"the same process, a page {before.Median():0} MiB",
                after.Zip(before, static (all, page) => all - page).Median(),
                most: 48,
                " MiB more"),
        ];
    }
}
