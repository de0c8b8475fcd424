using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class LocalImageTests : PublishTest
{
    private static readonly TestImage Image = new(["one", "two"]);

    private LocalImageSource Layout => LocalImageSource.FromPath(Folder[""]);

    private LocalImageSource Archive => LocalImageSource.FromPath(Folder["image.tar"]);

    [Fact]
    public async Task A_layout_keeps_its_digest()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));

        PublishedImage published = await PublishAsync(Layout);

        Assert.Equal((Image.Digest, "daytona/app", "v1", 2), (published.Digest, published.Repository, published.Tag, published.LayersPushed));
        Assert.Equal(["daytona/app:v1"], Server.Images);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_archive_of_docker_always_has_the_same_digest(bool compressed)
    {
        var image = new TestImage(["one", "two", "one"], compressed: compressed);
        image.WriteDockerArchive(Folder["image.tar"]);

        PublishedImage first = await PublishAsync(Archive);
        PublishedImage second = await PublishAsync(Archive);

        Assert.Equal((2, 0), (first.LayersPushed, first.LayersSkipped));
        Assert.Equal((first.Digest, 0, 2), (second.Digest, second.LayersPushed, second.LayersSkipped));
    }

    [Fact]
    public async Task A_name_selects_one_of_several_images()
    {
        TestImage.WriteLayout(Folder[""], ("app:old", new TestImage(["old"])), ("docker.io/library/app:dev", Image));

        PublishedImage published = await PublishAsync(LocalImageSource.FromPath(Folder[""], "app:dev"));

        Assert.Equal(Image.Digest, published.Digest);
    }

    [Fact]
    public async Task An_unknown_name_is_refused_with_the_known_ones()
    {
        Image.WriteDockerArchive(Folder["image.tar"]);

        LocalImageException failure = await FailAsync(LocalImageSource.FromPath(Folder["image.tar"], "other"));

        Assert.Equal(LocalImageFailure.ImageNotFound, failure.Reason);
        Assert.Contains("app:dev", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows", "amd64", LocalImageFailure.WindowsImage)]
    [InlineData("linux", "arm64", LocalImageFailure.PlatformMismatch)]
    public async Task Another_platform_is_refused(string os, string architecture, LocalImageFailure reason)
    {
        new TestImage(["x"], os, architecture).WriteDockerArchive(Folder["image.tar"]);

        LocalImageException failure = await FailAsync(Archive);

        Assert.Equal(reason, failure.Reason);
        Assert.Contains($"{os}/{architecture}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_platform_is_accepted_on_request()
    {
        var image = new TestImage(["x"], architecture: "arm64");
        TestImage.WriteLayout(Folder[""], ("v1", image));

        PublishedImage published = await PublishAsync(Layout, Options with { Platform = ImagePlatform.Parse("linux/arm64/v8") });

        Assert.Equal(image.Digest, published.Digest);
    }

    [Fact]
    public async Task A_cut_off_compressed_archive_is_broken()
    {
        new TestImage([RandomNumberGenerator.GetHexString(100_000)]).WriteDockerArchive(Folder["whole.tar"]);
        byte[] compressed = TestImage.Gzip(await File.ReadAllBytesAsync(Folder["whole.tar"], Cancelled));
        await File.WriteAllBytesAsync(Folder["image.tar"], compressed[..(compressed.Length / 2)], Cancelled);

        Assert.Equal(LocalImageFailure.Broken, (await FailAsync(Archive)).Reason);
    }

    [Fact]
    public async Task An_archive_of_docker_25_is_read_as_a_layout()
    {
        using var layout = new TemporaryFolder();
        TestImage.WriteLayout(layout[""], ("docker.io/library/app:dev", Image));
        layout.With("manifest.json", """[{"Config":"blobs/sha256/none","RepoTags":["app:dev"],"Layers":[]}]""");
        TestImage.WriteTar(layout[""], Folder["image.tar"]);

        PublishedImage published = await PublishAsync(LocalImageSource.FromPath(Folder["image.tar"], "app:dev"));

        Assert.Equal(Image.Digest, published.Digest);
    }

    [Fact]
    public async Task A_layer_that_does_not_match_its_digest_is_broken()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        byte[] changed = [.. Image.Layers[0]];
        changed[^1] ^= 1;
        await File.WriteAllBytesAsync(TestImage.BlobPath(Folder[""], Image.Layers[0]), changed, Cancelled);

        LocalImageException failure = await Assert.ThrowsAsync<LocalImageException>(() => PublishAsync(Layout));

        Assert.Equal(LocalImageFailure.Broken, failure.Reason);
        Assert.Contains(TestImage.DigestOf(changed), failure.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Images);
    }

    [Theory]
    [InlineData("")]
    [InlineData("This is not a tar.")]
    public async Task A_file_that_is_not_a_tar_is_not_an_image(string content)
    {
        Folder.With("image.tar", content);

        Assert.Equal(LocalImageFailure.NotAnImage, (await FailAsync(Archive)).Reason);
    }

    [Fact]
    public async Task A_tar_of_something_else_is_not_an_image()
    {
        using var other = new TemporaryFolder();
        other.With("readme", "Hello");
        TestImage.WriteTar(other[""], Folder["image.tar"]);

        Assert.Equal(LocalImageFailure.NotAnImage, (await FailAsync(Archive)).Reason);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_reported() =>
        Assert.Equal(LocalImageFailure.PathNotFound, (await FailAsync(Archive)).Reason);
}
