using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Daytona.Local.Tests;

/// <summary>A plain client of the image registry, with a robot's credentials.</summary>
internal sealed class RegistryClient : IDisposable
{
    private static readonly byte[] Config = Encoding.UTF8.GetBytes("""{"os":"linux","architecture":"amd64"}""");

    private readonly Uri _url;

    private RegistryClient(Uri url, string userName, string secret)
    {
        _url = new Uri(url, "/v2/daytona/");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{secret}")));
    }

    public HttpClient Http { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<RegistryClient> ConnectAsync(LocalServer server)
    {
        using var client = new ServerClient(server);
        JsonElement access = await client.GetAsync("docker-registry/registry-push-access");
        Assert.Equal(server.RegistryUrl.Authority, access.GetProperty("registryUrl").GetString());
        return new RegistryClient(
            server.RegistryUrl, access.GetProperty("username").GetString()!, access.GetProperty("secret").GetString()!);
    }

    public static byte[] Manifest(byte[] layer) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        schemaVersion = 2,
        config = new { digest = ImageRegistryTests.DigestOf(Config), size = Config.Length },
        layers = new[] { new { digest = ImageRegistryTests.DigestOf(layer), size = layer.Length } },
    });

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(_url, path), Cancelled);

    public Task<HttpResponseMessage> HeadAsync(string path) =>
        Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(_url, path)), Cancelled);

    public async Task<Uri> BeginAsync(string repository)
    {
        using HttpResponseMessage begun = await Http.PostAsync(new Uri(_url, $"{repository}/blobs/uploads/"), null, Cancelled);
        return new Uri(_url, begun.Headers.Location!);
    }

    public Task<HttpResponseMessage> MountAsync(string repository, string digest, string from) => Http.PostAsync(
        new Uri(_url, $"{repository}/blobs/uploads/?mount={digest}&from=daytona/{from}"), null, Cancelled);

    public Task<HttpResponseMessage> PatchAsync(Uri upload, byte[] chunk, int start)
    {
        var content = new ByteArrayContent(chunk);
        content.Headers.TryAddWithoutValidation(
            "Content-Range", string.Create(CultureInfo.InvariantCulture, $"{start}-{start + chunk.Length - 1}"));
        return Http.PatchAsync(upload, content, Cancelled);
    }

    public Task<HttpResponseMessage> PutAsync(Uri upload, byte[] rest, string digest) =>
        Http.PutAsync(new Uri($"{upload}?digest={digest}"), new ByteArrayContent(rest), Cancelled);

    public Task<HttpResponseMessage> PutManifestAsync(
        string repository, string reference, byte[] manifest, string type = "application/vnd.oci.image.manifest.v1+json")
    {
        var content = new ByteArrayContent(manifest);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return Http.PutAsync(new Uri(_url, $"{repository}/manifests/{reference}"), content, Cancelled);
    }

    public async Task PushBlobAsync(string repository, byte[] content)
    {
        using HttpResponseMessage put = await PutAsync(
            await BeginAsync(repository), content, ImageRegistryTests.DigestOf(content));
        put.EnsureSuccessStatusCode();
    }

    public async Task<string> PushImageAsync(string repository, string tag, byte[] layer)
    {
        await PushBlobAsync(repository, Config);
        await PushBlobAsync(repository, layer);
        using HttpResponseMessage put = await PutManifestAsync(repository, tag, Manifest(layer));
        put.EnsureSuccessStatusCode();
        return put.Headers.GetValues("Docker-Content-Digest").Single();
    }

    public void Dispose() => Http.Dispose();
}
