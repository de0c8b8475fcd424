using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>The registry of the CNCF distribution project, as Debian packages it, with its storage in a folder.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private DockerRegistry(int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}/");
        _folder.With("config.yml", $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{_folder["storage"]}} } }
            http: { addr: "127.0.0.1:{{port}}" }
            """);
        _process = Process.Start(new ProcessStartInfo(Program, ["serve", _folder["config.yml"]])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public Uri Url { get; }

    /// <summary>Push access to the registry, or to a proxy before it.</summary>
    public RegistryPushAccess Access(string? address = null) =>
        new() { RegistryUrl = address ?? Url.Authority, Project = "daytona", Username = "robot", Secret = new Secret("not-a-secret") };

    public static async Task<DockerRegistry> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "docker-registry is not installed.");
        var registry = new DockerRegistry(FreePort());
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using HttpResponseMessage response = await http.GetAsync(new Uri(registry.Url, "/v2/"), TestContext.Current.CancellationToken);
                if (response.IsSuccessStatusCode) return registry;
            }
            catch (HttpRequestException) when (!registry._process.HasExited)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Reads content by its digest or tag.</summary>
    public async Task<byte[]> ReadAsync(string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Accept.ParseAdd(TestImage.OciManifest);
        return await http.GetByteArrayAsync(new Uri(Url, "/v2/daytona/" + path), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
