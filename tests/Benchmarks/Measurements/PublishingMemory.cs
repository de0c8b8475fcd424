using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Publishes an image with a layer of 10 GiB, and measures the peak memory of the process. It needs 21 GiB of disk space.</summary>
internal sealed class PublishingMemory : Measurement
{
    private const long Length = 10L << 30;

    /// <inheritdoc/>
    public override string Name => "publish-memory";

    /// <inheritdoc/>
    public override bool IsDefault => false;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        if (tools.DockerRegistry is not { } program) return [];

        int port = BackgroundProgram.FreePort();
        await using DockerRegistry registry = await DockerRegistry.StartAsync(program, port);
        using ServerProcess server = await ServerProcess.StartAsync(0, "--registry", $"127.0.0.1:{port}");
        await using ContenderProcess module = ContenderProcess.StartModule(tools, ServerAddress.Of(server));
        using RealImage small = await RealImage.CreateLargeAsync(1 << 20);
        using RealImage large = await RealImage.CreateLargeAsync(Length);
        double before = (await module.RunAsync("publish", "small:v1", "", small.Archive, "")).PeakMebibytes;
        double after = (await module.RunAsync("publish", "large:v1", "", large.Archive, "")).PeakMebibytes;
        return
        [
            Finding.Bounded("Publish a layer of 10 GiB: peak working set", $"{after:0} MiB", $"the same process, a layer of 1 MiB {before:0} MiB", after - before, most: 64, " MiB more"),
        ];
    }
}
