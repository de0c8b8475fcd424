using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Pushes to the registry that most others are made of.</summary>
public sealed class DockerRegistryTests : PublishTest
{
    private static readonly TestImage Image = new(["one", "two"]);

    [Fact]
    public async Task A_layout_arrives_byte_for_byte()
    {
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        TestImage.WriteLayout(Folder[""], ("v1", Image));

        await PublishAsync(LocalImageSource.FromPath(Folder[""]), registry.Access());

        Assert.Equal(Image.Manifest, await registry.ReadAsync("app/manifests/v1"));
        Assert.Equal(Image.Config, await registry.ReadAsync("app/blobs/" + TestImage.DigestOf(Image.Config)));
        foreach (byte[] layer in Image.Layers) Assert.Equal(layer, await registry.ReadAsync("app/blobs/" + TestImage.DigestOf(layer)));
    }

    [Fact]
    public async Task An_archive_keeps_its_configuration_and_layers()
    {
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        Image.WriteDockerArchive(Folder["image.tar"]);

        PublishedImage published = await PublishAsync(LocalImageSource.FromPath(Folder["image.tar"]), registry.Access());

        JsonElement manifest = JsonDocument.Parse(await registry.ReadAsync("app/manifests/" + published.Digest)).RootElement;
        Assert.Equal(TestImage.DigestOf(Image.Config), manifest.GetProperty("config").GetProperty("digest").GetString());
        string[] layers = [.. manifest.GetProperty("layers").EnumerateArray().Select(static layer => layer.GetProperty("digest").GetString()!)];
        for (int i = 0; i < layers.Length; i++)
        {
            using var content = new GZipStream(new MemoryStream(await registry.ReadAsync("app/blobs/" + layers[i])), CompressionMode.Decompress);
            Assert.Equal(Image.DiffIds[i], "sha256:" + Convert.ToHexString(await SHA256.HashDataAsync(content, Cancelled)).ToLowerInvariant());
        }
    }

    [Fact]
    public async Task Only_a_new_layer_is_sent()
    {
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        Image.WriteDockerArchive(Folder["image.tar"]);
        new TestImage(["one", "two", "three"]).WriteDockerArchive(Folder["next.tar"]);

        await PublishAsync(LocalImageSource.FromPath(Folder["image.tar"]), registry.Access());
        PublishedImage same = await PublishAsync(LocalImageSource.FromPath(Folder["image.tar"]), registry.Access());
        PublishedImage next = await PublishAsync(LocalImageSource.FromPath(Folder["next.tar"]), registry.Access());

        Assert.Equal((0, 2, 0L), (same.LayersPushed, same.LayersSkipped, same.BytesPushed));
        Assert.Equal((1, 2), (next.LayersPushed, next.LayersSkipped));
    }

    [Fact]
    public async Task A_layer_can_have_a_SHA_512_digest()
    {
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        string digest = Convert.ToHexString(SHA512.HashData(Image.Layers[0])).ToLowerInvariant();
        ArchiveParts.WriteLayout(Folder[""], manifest => manifest["layers"]![0]!["digest"] = "sha512:" + digest);
        Directory.CreateDirectory(Folder["blobs/sha512"]);
        await File.WriteAllBytesAsync(Folder["blobs/sha512/" + digest], Image.Layers[0], Cancelled);

        await PublishAsync(LocalImageSource.FromPath(Folder[""]), registry.Access());

        Assert.Equal(Image.Layers[0], await registry.ReadAsync("app/blobs/sha512:" + digest));
    }

    [Fact]
    public async Task A_cut_connection_does_not_end_the_push()
    {
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        using var proxy = new CuttingProxy(registry.Url, cutAfter: 3_000_000);
        var image = new TestImage([RandomNumberGenerator.GetHexString(8_000_000)]);
        TestImage.WriteLayout(Folder[""], ("v1", image));

        PublishedImage published = await PublishAsync(LocalImageSource.FromPath(Folder[""]), registry.Access(proxy.Address));

        Assert.True(proxy.HasCut);
        Assert.Equal(1, published.LayersPushed);
        Assert.Equal(image.Layers[0], await registry.ReadAsync("app/blobs/" + TestImage.DigestOf(image.Layers[0])));
    }
}
