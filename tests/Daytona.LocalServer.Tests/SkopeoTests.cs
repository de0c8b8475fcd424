using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Local.Tests;

/// <summary>A real client of registries, where there is one on the machine.</summary>
public sealed class SkopeoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skopeo-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Skopeo_pushes_an_image_and_pulls_the_same_bytes()
    {
        if (!await ExistsAsync()) Assert.Skip("There is no skopeo on this machine.");
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        JsonElement access = await client.GetAsync("docker-registry/registry-push-access");
        string credentials = $"{access.GetProperty("username")}:{access.GetProperty("secret")}";
        string image = $"docker://{server.RegistryUrl.Authority}/daytona/app:v1";
        string layout = WriteLayout();

        await RunAsync("copy", "--dest-creds", credentials, "--dest-tls-verify=false", $"oci:{layout}:app", image);
        await RunAsync("copy", "--src-creds", credentials, "--src-tls-verify=false", image, $"oci:{_folder}/pulled:app");

        Assert.Equal(ReadBlobs(layout), ReadBlobs($"{_folder}/pulled"));
        Assert.Equal(["daytona/app:v1"], server.Images);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string WriteLayout()
    {
        string layout = Path.Combine(_folder, "layout");
        Directory.CreateDirectory(Path.Combine(layout, "blobs", "sha256"));
        byte[] layer = new byte[1_000_000];
        Random.Shared.NextBytes(layer);
        // Layers that are not compressed are compressed on the way, and have other digests then.
        object[] layers = [Write(Compress(layer), "application/vnd.oci.image.layer.v1.tar+gzip")];
        object config = Write(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                architecture = "amd64",
                os = "linux",
                rootfs = new { type = "layers", diff_ids = new[] { ImageRegistryTests.DigestOf(layer) } },
            }),
            "application/vnd.oci.image.config.v1+json");
        const string Type = "application/vnd.oci.image.manifest.v1+json";
        var manifest = new { schemaVersion = 2, mediaType = Type, config, layers };
        Dictionary<string, object> described = Write(JsonSerializer.SerializeToUtf8Bytes(manifest), Type);
        described["annotations"] = new Dictionary<string, string> { ["org.opencontainers.image.ref.name"] = "app" };
        File.WriteAllText(
            Path.Combine(layout, "index.json"), JsonSerializer.Serialize(new { schemaVersion = 2, manifests = new[] { described } }));
        File.WriteAllText(Path.Combine(layout, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        return layout;

        Dictionary<string, object> Write(byte[] content, string mediaType)
        {
            string digest = Convert.ToHexStringLower(SHA256.HashData(content));
            File.WriteAllBytes(Path.Combine(layout, "blobs", "sha256", digest), content);
            return new() { ["mediaType"] = mediaType, ["digest"] = $"sha256:{digest}", ["size"] = content.Length };
        }
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(content);
        return compressed.ToArray();
    }

    private static List<(string?, string)> ReadBlobs(string layout) =>
    [
        .. Directory.GetFiles(Path.Combine(layout, "blobs", "sha256")).Order(StringComparer.Ordinal).Select(static file =>
            (Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))))),
    ];

    private static async Task<bool> ExistsAsync()
    {
        try
        {
            await RunAsync("--version");
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("skopeo", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process skopeo = Process.Start(start)!;
        Task<string> output = skopeo.StandardOutput.ReadToEndAsync(Cancelled);
        string errors = await skopeo.StandardError.ReadToEndAsync(Cancelled);
        await skopeo.WaitForExitAsync(Cancelled);
        Assert.True(skopeo.ExitCode == 0, errors + await output);
    }
}
