using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Something that is measured, with servers and contenders of its own.</summary>
internal abstract class Measurement
{
    /// <summary>How long the server holds back each answer, as one far away does.</summary>
    public const int LatencyMilliseconds = 20;

    /// <summary>Its name for <c>--only</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it is part of a run without <c>--only</c>.</summary>
    public virtual bool IsDefault => true;

    /// <summary>Runs it.</summary>
    /// <param name="tools">The contenders there are.</param>
    /// <param name="rounds">How often each is measured.</param>
    public abstract Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds);

    /// <summary>Starts a server with the latency.</summary>
    private protected static Task<ServerProcess> StartServerAsync(int seed, params IEnumerable<string> options) =>
        ServerProcess.StartAsync(seed, ["--latency", $"{LatencyMilliseconds}ms", .. options]);
}
