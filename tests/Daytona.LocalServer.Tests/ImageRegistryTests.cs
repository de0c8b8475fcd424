using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class ImageRegistryTests
{
    private static readonly byte[] Layer = [.. Enumerable.Range(0, 5000).Select(static i => (byte)i)];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pushed_image_can_be_pulled_by_tag_and_digest()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);
        string digest = await registry.PushImageAsync("app", "v1", Layer);

        foreach (string reference in (string[])["v1", digest])
        {
            using HttpResponseMessage manifest = await registry.GetAsync($"app/manifests/{reference}");
            Assert.Equal(digest, manifest.Headers.GetValues("Docker-Content-Digest").Single());
            Assert.Equal("application/vnd.oci.image.manifest.v1+json", manifest.Content.Headers.ContentType!.MediaType);
        }

        using HttpResponseMessage layer = await registry.GetAsync($"app/blobs/{DigestOf(Layer)}");
        Assert.Equal(Layer, await layer.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(["daytona/app:v1"], server.Images);
    }

    [Fact]
    public async Task An_upload_in_chunks_resumes_where_it_ended()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);
        Uri upload = await registry.BeginAsync("app");
        await registry.PatchAsync(upload, Layer[..1000], 0);

        using HttpResponseMessage wrong = await registry.PatchAsync(upload, Layer[2000..], 2000);
        using HttpResponseMessage state = await registry.Http.GetAsync(upload, Cancelled);
        using HttpResponseMessage rest = await registry.PatchAsync(upload, Layer[1000..], 1000);
        using HttpResponseMessage done = await registry.PutAsync(upload, [], DigestOf(Layer));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, wrong.StatusCode);
        Assert.Equal((HttpStatusCode.NoContent, "0-999"), (state.StatusCode, state.Headers.GetValues("Range").Single()));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Created), (rest.StatusCode, done.StatusCode));
    }

    [Fact]
    public async Task Bytes_received_before_a_broken_connection_are_kept()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);
        Uri upload = await registry.BeginAsync("app");
        server.Faults.Add(new Fault { Method = "PATCH", Path = "/v2/*", Nth = 1, Kind = FaultKind.CutRequest, Bytes = 3000 });

        await Assert.ThrowsAsync<HttpRequestException>(() => registry.PatchAsync(upload, Layer, 0));
        using HttpResponseMessage state = await registry.Http.GetAsync(upload, Cancelled);
        using HttpResponseMessage rest = await registry.PatchAsync(upload, Layer[3000..], 3000);
        using HttpResponseMessage done = await registry.PutAsync(upload, [], DigestOf(Layer));

        Assert.Equal("0-2999", state.Headers.GetValues("Range").Single());
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Created), (rest.StatusCode, done.StatusCode));
    }

    [Fact]
    public async Task A_blob_is_mounted_from_another_repository()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);
        await registry.PushBlobAsync("one", Layer);

        using HttpResponseMessage before = await registry.HeadAsync($"two/blobs/{DigestOf(Layer)}");
        using HttpResponseMessage mounted = await registry.MountAsync("two", DigestOf(Layer), "one");
        using HttpResponseMessage after = await registry.HeadAsync($"two/blobs/{DigestOf(Layer)}");
        using HttpResponseMessage unknown = await registry.MountAsync("two", DigestOf([1]), "one");

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Accepted],
            (HttpStatusCode[])[before.StatusCode, mounted.StatusCode, after.StatusCode, unknown.StatusCode]);
        Assert.Equal(Layer.Length, after.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Content_that_does_not_match_its_digest_is_refused()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);

        using HttpResponseMessage blob = await registry.PutAsync(await registry.BeginAsync("app"), Layer, DigestOf([1]));
        using HttpResponseMessage manifest = await registry.PutManifestAsync("app", DigestOf([1]), RegistryClient.Manifest(Layer));
        using HttpResponseMessage incomplete = await registry.PutManifestAsync("app", "v1", RegistryClient.Manifest(Layer));

        Assert.Equal("DIGEST_INVALID", await CodeAsync(blob));
        Assert.Equal("DIGEST_INVALID", await CodeAsync(manifest));
        Assert.Equal("MANIFEST_BLOB_UNKNOWN", await CodeAsync(incomplete));
    }

    [Fact]
    public async Task A_robot_account_has_access_to_its_project_for_an_hour()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { TimeProvider = clock }, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);
        using var stranger = new HttpClient();

        using HttpResponseMessage own = await registry.Http.GetAsync(new Uri(server.RegistryUrl, "/v2/"), Cancelled);
        using HttpResponseMessage other = await registry.Http.GetAsync(new Uri(server.RegistryUrl, "/v2/else/app/manifests/v1"), Cancelled);
        using HttpResponseMessage without = await stranger.GetAsync(new Uri(server.RegistryUrl, "/v2/"), Cancelled);
        clock.Advance(TimeSpan.FromHours(1));
        using HttpResponseMessage late = await registry.Http.GetAsync(new Uri(server.RegistryUrl, "/v2/"), Cancelled);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized],
            (HttpStatusCode[])[own.StatusCode, other.StatusCode, without.StatusCode, late.StatusCode]);
        Assert.Equal("Basic", without.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("app:v1", "active", null)]
    [InlineData("app@{digest}", "active", null)]
    [InlineData("app:v2", "error", "manifest unknown")]
    [InlineData("other:v1", "error", "manifest unknown")]
    public async Task A_snapshot_of_a_pushed_image_needs_its_manifest(string image, string state, string? reason)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);
        using var client = new ServerClient(server);
        string digest = await registry.PushImageAsync("app", "v1", Layer);
        string name = image.Replace("{digest}", digest, StringComparison.Ordinal);

        await client.PostAsync("snapshots", new { name = "s", imageName = $"{server.RegistryUrl.Authority}/daytona/{name}" });
        await server.WaitForSnapshotAsync("s", it => it?.State == state, Cancelled);

        Assert.EndsWith(reason ?? "", server.Find("s")!.ErrorReason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_without_the_platform_of_the_runners_fails()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using RegistryClient registry = await RegistryClient.ConnectAsync(server);
        using var client = new ServerClient(server);
        string digest = await registry.PushImageAsync("app", "arm", Layer);
        string index = JsonSerializer.Serialize(new
        {
            schemaVersion = 2,
            mediaType = "application/vnd.oci.image.index.v1+json",
            manifests = new[] { new { digest, size = 1, platform = new { os = "linux", architecture = "arm64" } } },
        });
        await registry.PutManifestAsync("app", "v1", Encoding.UTF8.GetBytes(index), "application/vnd.oci.image.index.v1+json");

        await client.PostAsync("snapshots", new { name = "s", imageName = $"{server.RegistryUrl.Authority}/daytona/app:v1" });
        await server.WaitForSnapshotAsync("s", static it => it?.State == "error", Cancelled);

        Assert.Contains("no matching manifest for linux/amd64", server.Find("s")!.ErrorReason, StringComparison.Ordinal);
    }

    internal static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await ServerClient.ReadAsync(response)).GetProperty("errors")[0].GetProperty("code").GetString();
}
