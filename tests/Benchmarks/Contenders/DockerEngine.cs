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

    /// <summary>Ends the engine and deletes its images.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_program is not null) await _program.DisposeAsync();
        await Command.RunAsync("rm", ["-rf", _folder]);
    }
}
