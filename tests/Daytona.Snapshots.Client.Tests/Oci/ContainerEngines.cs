using System.Diagnostics;
using Daytona.Snapshots.Client.Oci.Engines;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>The real Docker engine and Podman, as Debian packages them, each started when the first test needs it.</summary>
public sealed class ContainerEngines : IAsyncDisposable
{
    // The path of a unix socket has about a hundred bytes.
    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _processes = [];
    private Task<string>? _docker;
    private Task<string>? _podman;

    /// <summary>The address of a Docker engine.</summary>
    public Task<string> DockerAsync() => _docker ??= StartAsync(
        "dockerd",
        "docker",
        socket => ["--data-root", _folder["docker"], "--exec-root", _folder["x"], "-p", _folder["pid"], "-H", socket, "--storage-driver=vfs", "--iptables=false", "--ip6tables=false", "--bridge=none"]);

    /// <summary>The address of Podman's service.</summary>
    public Task<string> PodmanAsync() => _podman ??= StartAsync(
        "podman",
        "podman",
        socket => ["--root", _folder["podman"], "--runroot", _folder["run"], "--storage-driver=vfs", "system", "service", "--time=0", socket]);

    /// <summary>Runs the docker program against an engine.</summary>
    /// <returns>Its output.</returns>
    public static Task<string> RunDockerAsync(string host, params string[] arguments) => RunAsync("docker", ["-H", host, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its output.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        SkipWithout(program);
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await errors}");
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            // They end their children and unmount what they have mounted.
            using (Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Dispose();
    }

    private static void SkipWithout(string program) => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))), $"{program} is not installed.");

    private async Task<string> StartAsync(string program, string name, Func<string, string[]> arguments)
    {
        SkipWithout(program);
        Assert.SkipUnless(Environment.IsPrivilegedProcess, $"{program} needs root.");
        string socket = _folder[name + ".sock"];
        Process process = Process.Start(new ProcessStartInfo(program, arguments("unix://" + socket)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _processes.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var engine = new ContainerEngine(new EngineAddress("unix://" + socket), null, TimeProvider.System);
        while (await engine.FindProblemAsync(TestContext.Current.CancellationToken) is not null)
        {
            Assert.SkipWhen(process.HasExited, $"{program} does not run on this machine.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return "unix://" + socket;
    }
}
