namespace Daytona.Benchmarks.Contenders;

/// <summary>Debian's docker-registry with an empty storage.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private readonly string _folder;
    private readonly BackgroundProgram _program;

    private DockerRegistry(string folder, BackgroundProgram program) => (_folder, _program) = (folder, program);

    /// <summary>The number of bytes in the storage.</summary>
    public long StoredBytes => Directory.EnumerateFiles(Path.Combine(_folder, "storage"), "data", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length);

    /// <summary>Starts the registry.</summary>
    /// <param name="path">The program.</param>
    /// <param name="port">Its port.</param>
    public static async Task<DockerRegistry> StartAsync(string path, int port)
    {
        string folder = Directory.CreateTempSubdirectory("daytona-benchmark-").FullName;
        string configuration = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{folder}}/storage } }
            http: { addr: "127.0.0.1:{{port}}" }
            """);
        using var http = new HttpClient();
        BackgroundProgram program = await BackgroundProgram.StartAsync(path, ["serve", configuration], async () =>
        {
            try
            {
                using HttpResponseMessage response = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/v2/"));
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return new DockerRegistry(folder, program);
    }

    /// <summary>Ends the registry and deletes its storage.</summary>
    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
