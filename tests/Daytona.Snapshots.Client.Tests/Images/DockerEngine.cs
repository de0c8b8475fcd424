using System.Diagnostics;
using System.Globalization;

namespace Daytona.Snapshots.Client.Tests.Images;

/// <summary>A Docker engine with BuildKit, whose folder is removed with it.</summary>
internal sealed class DockerEngine : IAsyncDisposable
{
    private const string Daemon = "/usr/sbin/dockerd";
    private const string Client = "/usr/bin/docker";
    private const string BusyBox = "/bin/busybox";

    private readonly string _folder = Directory.CreateTempSubdirectory("dockerd-").FullName;
    private Process? _daemon;

    /// <summary>Why no engine can be started on this machine; null if it can.</summary>
    public static string? Missing => Array.Find([Daemon, Client, BusyBox], static path => !File.Exists(path)) is { } missing
        ? $"{missing} is missing: install docker.io and busybox-static."
        : Environment.UserName != "root" ? "dockerd needs root." : null;

    /// <summary>Starts an engine with an image base:1, in which package managers do nothing.</summary>
    public static async Task<DockerEngine> StartAsync(CancellationToken cancellationToken)
    {
        var engine = new DockerEngine();
        string folder = engine._folder;
        engine._daemon = Process.Start(new ProcessStartInfo(Daemon,
        [
            "--data-root", folder, "--exec-root", $"{folder}/x", "-H", $"unix://{folder}/docker.sock", "-p", $"{folder}/pid",
            "--storage-driver=vfs", "--iptables=false", "--ip6tables=false", "--bridge=none", "--log-level=error",
        ]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _ = engine._daemon.StandardError.ReadToEndAsync(cancellationToken);
        while (!File.Exists($"{folder}/docker.sock")) await Task.Delay(20, cancellationToken);

        string context = Directory.CreateDirectory(Path.Combine(folder, "base")).FullName;
        File.Copy(BusyBox, Path.Combine(context, "busybox"));
        await engine.BuildAsync(
            "base:1",
            "FROM scratch\nCOPY busybox /bin/busybox\nENV PATH=/bin\nRUN [\"/bin/busybox\", \"--install\", \"-s\", \"/bin\"]\n" +
            "RUN for tool in apt-get apk pip npm go make useradd curl; do printf '#!/bin/sh\\n' > /bin/$tool; chmod +x /bin/$tool; done\n",
            context,
            [],
            cancellationToken);
        return engine;
    }

    /// <summary>Builds an image without a network.</summary>
    public Task BuildAsync(string tag, string dockerfile, string context, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        string file = Path.Combine(_folder, $"{tag.Replace(':', '-')}.Dockerfile");
        File.WriteAllText(file, dockerfile);
        return RunAsync(["build", "-q", "--network=none", "-t", tag, "-f", file, .. options, context], cancellationToken);
    }

    /// <summary>The configuration, the layers and the history of an image.</summary>
    public async Task<string> DescribeAsync(string tag, CancellationToken cancellationToken) =>
        await RunAsync(["inspect", "--format", "{{json .Config}}\n{{json .RootFS}}", tag], cancellationToken) +
        await RunAsync(["history", "--no-trunc", "--format", "{{.CreatedBy}}", tag], cancellationToken);

    public async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using Process client = Process.Start(new ProcessStartInfo(Client, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOCKER_HOST"] = $"unix://{_folder}/docker.sock", ["DOCKER_BUILDKIT"] = "1", ["DOCKER_CONFIG"] = _folder },
        })!;
        Task<string> errors = client.StandardError.ReadToEndAsync(cancellationToken);
        string output = await client.StandardOutput.ReadToEndAsync(cancellationToken);
        await client.WaitForExitAsync(cancellationToken);
        return client.ExitCode == 0 ? output : throw new InvalidOperationException(await errors);
    }

    public async ValueTask DisposeAsync()
    {
        // The daemon's own end, which also removes its mounts.
        using (Process kill = Process.Start("kill", _daemon!.Id.ToString(CultureInfo.InvariantCulture))) await kill.WaitForExitAsync();
        await _daemon.WaitForExitAsync();
        _daemon.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
