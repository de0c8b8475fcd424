using System.Diagnostics;
using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Starts a shell, imports the module and lists a page: the fixed cost of a script in CI.</summary>
internal sealed class Starting : Measurement
{
    private const int PageSize = 200;

    /// <inheritdoc/>
    public override string Name => "start";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        using ServerProcess server = await StartServerAsync(PageSize);
        string script = $"Import-Module '{tools.Manifest}'; @(Get-DaytonaSnapshot).Count";

        var contest = new Contest(warmUps: 1, rounds);
        Contestant ours = contest.Add(() => RunAsync(script, $"{PageSize}"));
        Contestant nothing = contest.Add(() => RunAsync("0", "0"));
        await contest.RunAsync();
        return
        [
            Finding.Bounded(
                "pwsh, import and list a page",
                Duration.Show(ours.Median),
                $"bare pwsh {Duration.Show(nothing.Median)}",
                ours.Median - nothing.Median,
                most: 350,
                " ms more"),
        ];

        async Task<double> RunAsync(string command, string expected)
        {
            ProcessStartInfo start = tools.PowerShell.CreateStartInfo(["-NoProfile", "-Command", command]);
            Command ended = await Command.RunAsync(ServerAddress.Of(server).Apply(start));
            BenchmarkException.ThrowUnless(ended.Output.Trim() == expected, $"'{command}' gave '{ended.Output}'.");
            return ended.Milliseconds;
        }
    }
}
