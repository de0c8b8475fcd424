using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>A measurement with its own servers and contenders.</summary>
internal abstract class Measurement
{
    /// <summary>The delay of each response, like that of a distant server.</summary>
    public const int LatencyMilliseconds = 20;

    /// <summary>Its name for <c>--only</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it is part of a run without <c>--only</c>.</summary>
    public virtual bool IsDefault => true;

    /// <summary>Runs it.</summary>
    /// <param name="tools">The available contenders.</param>
    /// <param name="rounds">The number of measurements of each.</param>
    public abstract Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds);

    /// <summary>Starts a server with the latency.</summary>
    private protected static Task<ServerProcess> StartServerAsync(int seed, params IEnumerable<string> options) =>
        ServerProcess.StartAsync(seed, ["--latency", $"{LatencyMilliseconds}ms", .. options]);
}
