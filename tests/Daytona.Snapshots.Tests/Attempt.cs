
namespace Daytona.Snapshots.Tests;

/// <summary>A server and a shell of its own for one attempt, where a test makes many at once.</summary>
internal sealed class Attempt : ShellTest, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daytona-");

    public new LocalServer Server => base.Server;

    /// <summary>The snapshots that are there and stay, by name.</summary>
    public IReadOnlyDictionary<string, LocalSnapshot> Left => base.Server.Snapshots
        .Where(static it => it.State != "removing").ToDictionary(static it => it.Name);

    public static async Task<Attempt> StartAsync()
    {
        var attempt = new Attempt();
        await attempt.InitializeAsync();
        attempt.AccelerateClock();
        return attempt;
    }

    public new Outcome Run(string line) => base.Run(line);

    /// <summary>Writes a Dockerfile and the file that it copies.</summary>
    /// <returns>The Dockerfile's path.</returns>
    public string WriteDockerfile(string end)
    {
        File.WriteAllText(System.IO.Path.Combine(_folder.FullName, "app.py"), "print('hello')\n");
        string path = System.IO.Path.Combine(_folder.FullName, "Dockerfile");
        File.WriteAllText(path, $"FROM alpine:3.20\nCOPY app.py /app.py\n{end}");
        return path;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
