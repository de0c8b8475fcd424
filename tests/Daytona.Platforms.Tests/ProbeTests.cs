using System.Runtime.InteropServices;
using CliWrap;
using CliWrap.Buffered;
using Daytona.Local;

namespace Daytona.Platforms.Tests;

/// <summary>The client on the runtimes that the other tests do not use, in a process of its own.</summary>
public sealed class ProbeTests
{
    [Fact]
    public async Task The_client_works_on_the_oldest_dotnet()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The runtime's package is of Linux on x64.");
        string dotnet = OldestRuntime.Install();

        IReadOnlyList<string> steps = await RunAsync(
            dotnet, ProbeFile("net8.0", "Daytona.Platforms.Probe.dll"), ("DOTNET_ROOT", Path.GetDirectoryName(dotnet)), ("DOTNET_ROLL_FORWARD", null));

        Assert.Equal($"runtime {TestFolders.Get("RuntimeVersion")}", steps[0]);
        AssertAllOk(steps);
    }

    [Fact]
    public async Task The_client_works_as_net472_on_Mono()
    {
        string mono = Programs.Require("mono");
        // Mono reads the configuration of the assembly that calls the functions.
        string client = Path.Combine(TestFolders.Get("ProbeFolder"), "net472", "dependencies", "Daytona.Snapshots.Client.dll");
        await StandIn.WriteConfigAsync(client + ".config", TestContext.Current.CancellationToken);

        IReadOnlyList<string> steps = await RunAsync(mono, ProbeFile("net472", "Daytona.Platforms.Probe.exe"), ("MONO_TLS_PROVIDER", "btls"));

        AssertAllOk(steps);
    }

    private static string ProbeFile(string framework, string name) => Path.Combine(TestFolders.Get("ProbeFolder"), framework, name);

    private static void AssertAllOk(IReadOnlyList<string> steps)
    {
        Assert.Equal([], steps.Where(static step => step.StartsWith("FAILED", StringComparison.Ordinal)));
        Assert.Equal(17, steps.Count(static step => step.StartsWith("ok ", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string program, string probe, params (string Name, string? Value)[] environment)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 450 }, cancelled);
        server.Toolbox.Add("*hello*");
        BufferedCommandResult result = await Cli.Wrap(program)
            .WithArguments([probe, server.ApiUrl.AbsoluteUri, server.ApiKey])
            .WithEnvironmentVariables(variables =>
            {
                foreach ((string name, string? value) in environment) variables.Set(name, value);
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancelled);
        string[] lines = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string line in lines) TestContext.Current.TestOutputHelper!.WriteLine(line);
        Assert.True(lines.Length > 1, result.StandardError + result.StandardOutput);
        return lines;
    }
}
