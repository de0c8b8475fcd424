using System.Security.Cryptography;
using System.Text;

namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class EngineTests : PublishTest
{
    private static readonly TestImage Image = new(["one", "two"]);
    private static readonly LocalImageSource Source = LocalImageSource.FromEngine("team/app:dev");

    // The path of a unix socket has about a hundred bytes.
    private string Socket(string name = "e.sock") => Folder[name];

    private Task<EngineStub> StartAsync(string? socket = null, string os = "linux", int? breakAfter = null)
    {
        Image.WriteDockerArchive(Folder["image.tar"]);
        return EngineStub.StartAsync(socket ?? Socket(), "team/app:dev", Folder["image.tar"], os, breakAfter);
    }

    [Fact]
    public async Task An_image_is_read_from_an_engine_by_three_requests()
    {
        await using EngineStub engine = await StartAsync();
        Environment["DOCKER_HOST"] = "unix://" + Socket();

        PublishedImage published = await PublishAsync(Source, Options with { TemporaryFolder = Folder[""] });

        Assert.Equal(["/_ping", "/images/team/app:dev/json", "/images/team/app:dev/get"], engine.Requests);
        Assert.Equal(2, published.LayersPushed);
        Assert.InRange(published.TemporaryBytes, 1, new FileInfo(Folder["image.tar"]).Length / 2);
        Assert.Empty(Directory.GetFiles(Folder[""], "daytona-image-*"));
    }

    [Fact]
    public async Task The_same_image_has_the_same_digest_as_its_archive()
    {
        await using EngineStub engine = await StartAsync();
        Environment["DOCKER_HOST"] = "unix://" + Socket();

        PublishedImage fromEngine = await PublishAsync(Source);
        PublishedImage fromArchive = await PublishAsync(LocalImageSource.FromPath(Folder["image.tar"]));

        Assert.Equal(fromArchive.Digest, fromEngine.Digest);
    }

    [Fact]
    public async Task The_current_context_of_docker_is_used()
    {
        await using EngineStub engine = await StartAsync();
        string id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("mine"))).ToLowerInvariant();
        Folder.With(".docker/config.json", """{"currentContext":"mine"}""");
        Folder.With($".docker/contexts/meta/{id}/meta.json", $$$"""{"Name":"mine","Endpoints":{"docker":{"Host":"unix://{{{Socket()}}}" } } }""");

        PublishedImage published = await PublishAsync(Source);

        Assert.Contains(Socket(), published.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_is_read_over_tcp()
    {
        await using EngineStub engine = await StartAsync();
        Environment["DOCKER_HOST"] = "tcp://" + engine.Host;

        PublishedImage published = await PublishAsync(Source);

        Assert.Equal($"'team/app:dev' of the engine at tcp://{engine.Host}", published.Source);
    }

    [Fact]
    public async Task Podman_is_tried_if_Docker_is_missing()
    {
        Directory.CreateDirectory(Folder["podman"]);
        await using EngineStub engine = await StartAsync(Socket("podman/podman.sock"));
        Environment["DOCKER_HOST"] = "unix://" + Socket("none.sock");
        Environment["XDG_RUNTIME_DIR"] = Folder[""];

        PublishedImage published = await PublishAsync(Source);

        Assert.Contains("podman.sock", published.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_engine_the_error_lists_the_addresses_tried()
    {
        Environment["DOCKER_HOST"] = "ssh://me:secret@host";
        Environment["XDG_RUNTIME_DIR"] = Folder[""];

        LocalImageException failure = await FailAsync(Source);

        Assert.Equal(LocalImageFailure.NoEngine, failure.Reason);
        Assert.Contains("ssh://host (", failure.Message, StringComparison.Ordinal);
        Assert.Contains("podman.sock (", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_image_names_the_engine()
    {
        await using EngineStub engine = await StartAsync();
        Environment["DOCKER_HOST"] = "unix://" + Socket();

        LocalImageException failure = await FailAsync(LocalImageSource.FromEngine("other"));

        Assert.Equal(LocalImageFailure.ImageNotFound, failure.Reason);
        Assert.Contains(Socket(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Windows_image_is_refused_before_it_is_exported()
    {
        await using EngineStub engine = await StartAsync(os: "windows");
        Environment["DOCKER_HOST"] = "unix://" + Socket();

        LocalImageException failure = await FailAsync(Source);

        Assert.Equal((LocalImageFailure.WindowsImage, 2), (failure.Reason, engine.Requests.Count));
    }

    [Fact]
    public async Task An_export_that_breaks_off_leaves_no_file()
    {
        await using EngineStub engine = await StartAsync(breakAfter: 2000);
        Environment["DOCKER_HOST"] = "unix://" + Socket();

        LocalImageException failure = await FailAsync(Source, Options with { TemporaryFolder = Folder[""] });

        Assert.Equal(LocalImageFailure.EngineFailed, failure.Reason);
        Assert.Empty(Directory.GetFiles(Folder[""], "daytona-image-*"));
    }

    [Fact]
    public async Task A_missing_temporary_folder_is_reported()
    {
        await using EngineStub engine = await StartAsync();
        Environment["DOCKER_HOST"] = "unix://" + Socket();

        LocalImageException failure = await FailAsync(Source, Options with { TemporaryFolder = Folder["none"] });

        Assert.Equal(LocalImageFailure.TemporaryCopy, failure.Reason);
    }
}
