using System.Diagnostics;
using System.Net.Sockets;

namespace Daytona.Benchmarks.Contenders;

/// <summary>A Docker engine with images of its own. It needs root.</summary>
internal sealed class DockerEngine : IAsyncDisposable
{
    private readonly string _folder;
    private BackgroundProgram? _program;

    private DockerEngine(string folder) => _folder = folder;

    /// <summary>The engine's address, as in DOCKER_HOST.</summary>
    public string Host => $"unix://{_folder}/docker.sock";

    /// <summary>Starts an engine.</summary>
    public static async Task<DockerEngine> StartAsync()
    {
        var engine = new DockerEngine(Directory.CreateTempSubdirectory("dd-").FullName);
        string folder = engine._folder;
        engine._program = await BackgroundProgram.StartAsync(
            "dockerd",
            ["--data-root", $"{folder}/data", "--exec-root", $"{folder}/x", "-p", $"{folder}/pid", "-H", engine.Host, "--storage-driver=vfs", "--iptables=false", "--ip6tables=false", "--bridge=none"],
            () => Task.FromResult(File.Exists($"{folder}/docker.sock")));
        return engine;
    }

    /// <summary>Runs the docker program.</summary>
    public Task<Command> RunAsync(params string[] arguments) => Command.RunAsync("docker", ["-H", Host, .. arguments]);

    /// <summary>The milliseconds from the request for an export to its first byte.</summary>
    public async Task<double> MeasureFirstByteAsync(string image)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{_folder}/docker.sock"), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        long started = Stopwatch.GetTimestamp();
        await using Stream export = await http.GetStreamAsync(new Uri($"http://docker/images/{image}/get"));
        await export.ReadExactlyAsync(new byte[1]);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Ends the engine and deletes its images.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_program is not null) await _program.DisposeAsync();
        await Command.RunAsync("rm", ["-rf", _folder]);
    }
}
