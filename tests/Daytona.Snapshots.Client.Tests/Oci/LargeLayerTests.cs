using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Layers that are sent while they are compressed.</summary>
public sealed class LargeLayerTests : PublishTest
{
    // Three members of the compressed layer.
    private const int Size = 10_000_000;

    private static readonly TestImage Image = new([RandomNumberGenerator.GetHexString(Size)]);
    private static readonly ImagePublishOptions SmallChunks = Options with { ChunkSize = 1 << 20 };

    private LocalImageSource Archive => LocalImageSource.FromPath(Folder["image.tar"]);

    [Fact]
    public async Task A_large_layer_is_sent_while_it_is_compressed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The engine of the test listens on a unix socket.");
        Image.WriteDockerArchive(Folder["image.tar"]);
        var begun = new TaskCompletionSource();
        await using RegistryStub registry = await RegistryStub.StartAsync();
        registry.Bends.Add(context =>
        {
            if (context.Request.Method == "PATCH") begun.TrySetResult();
            return Task.FromResult(false);
        });
        // The rest of the layer only comes when the beginning has been sent.
        await using var engine = new EngineStub(Folder["e.sock"])
        {
            Name = "app:dev", Archive = Folder["image.tar"], Layers = Image.DiffIds, Id = TestImage.DigestOf(Image.Config), WaitAfter = (Size - 1_000_000, begun.Task),
        };
        await engine.StartAsync();
        Environment["DOCKER_HOST"] = "unix://" + Folder["e.sock"];

        PublishedImage published = await PublishAsync(LocalImageSource.FromEngine("app:dev"), AccessTo(registry), SmallChunks);

        Assert.Equal((1, published.BytesPushed), (published.LayersPushed, registry.Blobs.Sum(static blob => blob.Value.Length)));
    }

    [Fact]
    public async Task An_image_that_the_registry_has_is_not_sent_again()
    {
        Image.WriteDockerArchive(Folder["image.tar"]);
        await using RegistryStub registry = await RegistryStub.StartAsync();
        PublishedImage first = await PublishAsync(Archive, AccessTo(registry), SmallChunks);
        int sent = registry.Count("POST") + registry.Count("PATCH");

        PublishedImage second = await PublishAsync(Archive, AccessTo(registry), SmallChunks);

        Assert.Equal((first.Digest, 0, sent), (second.Digest, second.LayersPushed, registry.Count("POST") + registry.Count("PATCH")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_layer_of_another_image_is_recognized_at_its_end(bool isReadBeforeItsUploadBegins)
    {
        byte[][] layers = [.. Image.Layers];
        ArchiveParts.WriteTar(Folder[""], ArchiveParts.Docker(layers));
        await using RegistryStub registry = await RegistryStub.StartAsync();
        await PublishAsync(Archive, AccessTo(registry), SmallChunks);
        int commits = registry.Count("PUT");
        Image.WriteDockerArchive(Folder["image.tar"]);
        var isRead = new TaskCompletionSource();
        if (!isReadBeforeItsUploadBegins) isRead.SetResult();
        registry.Bends.Add(async context =>
        {
            if (context.Request.Method == "POST") await isRead.Task;
            return false;
        });

        PublishedImage second = await PublishAsync(
            Archive, AccessTo(registry), SmallChunks, progress => _ = progress.Phase == UploadPhase.Sending && isRead.TrySetResult());

        // The configuration and the manifest.
        Assert.Equal((0, 2), (second.LayersPushed, registry.Count("PUT") - commits));
    }

    [Fact]
    public async Task A_layer_cut_while_it_is_compressed_is_continued()
    {
        Image.WriteDockerArchive(Folder["image.tar"]);
        using var proxy = new CuttingProxy(Server.RegistryUrl, cutAfter: 2_500_000);
        RegistryPushAccess access = await GetAccessAsync(proxy.Address);

        PublishedImage published = await PublishAsync(Archive, access, SmallChunks);

        Assert.True(proxy.HasCut);
        Assert.Equal((1, 0), (published.LayersPushed, (await PublishAsync(Archive, access, SmallChunks)).LayersPushed));
    }

    [Fact]
    public async Task Progress_of_a_large_layer_ends_at_all_bytes()
    {
        Image.WriteDockerArchive(Folder["image.tar"]);
        var reports = new ConcurrentQueue<UploadProgress>();

        PublishedImage published = await PublishAsync(Archive, await GetAccessAsync(), SmallChunks, reports.Enqueue);

        UploadProgress last = reports.Where(static report => report.Phase == UploadPhase.Sending).MaxBy(static report => report.Done);
        Assert.Equal((published.BytesPushed, published.BytesPushed), (last.Done, last.Total));
    }

    private static RegistryPushAccess AccessTo(RegistryStub registry) =>
        new() { RegistryUrl = registry.Url.Authority, Project = "daytona", Username = "robot", Secret = new Secret("secret") };
}
