using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Publications from and with the programs that users have: Docker, Podman, skopeo and docker-registry.</summary>
public sealed class ContainerEngineTests(ContainerEngines engines) : PublishTest, IClassFixture<ContainerEngines>
{
    private static readonly TestImage Image = new(["one", "two", "one"]);

    [Fact]
    public async Task Docker_pulls_what_it_gave_with_the_same_ID()
    {
        string docker = await engines.DockerAsync();
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        await LoadAsync(docker);
        string id = await ContainerEngines.RunDockerAsync(docker, "inspect", "--format", "{{.Id}}", "app:dev");

        PublishedImage published = await PublishFromAsync(docker, registry);
        await ContainerEngines.RunDockerAsync(docker, "rmi", "app:dev");
        await ContainerEngines.RunDockerAsync(docker, "pull", "-q", published.DigestName);

        Assert.Equal(id, await ContainerEngines.RunDockerAsync(docker, "inspect", "--format", "{{.Id}}", published.DigestName));
        Assert.Equal(TestImage.DigestOf(Image.Config), id);
    }

    [Fact]
    public async Task Podman_gives_the_same_image_as_its_archive()
    {
        string podman = await engines.PodmanAsync();
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        await LoadAsync(podman);

        PublishedImage published = await PublishFromAsync(podman, registry);

        JsonElement manifest = JsonDocument.Parse(await registry.ReadAsync("app/manifests/" + published.Digest)).RootElement;
        Assert.Equal(TestImage.DigestOf(Image.Config), manifest.GetProperty("config").GetProperty("digest").GetString());
        Assert.Equal(3, manifest.GetProperty("layers").GetArrayLength());
        Assert.Equal(0, (await PublishFromAsync(podman, registry)).LayersPushed);
    }

    [Theory]
    [InlineData("docker-archive")]
    [InlineData("oci-archive")]
    [InlineData("oci")]
    public async Task What_skopeo_writes_is_published_and_read_by_skopeo(string transport)
    {
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        Image.WriteDockerArchive(Folder["image.tar"]);
        string copy = Folder["copy"];
        await ContainerEngines.RunAsync("skopeo", "copy", "-q", "docker-archive:" + Folder["image.tar"], $"{transport}:{copy}:app:dev");

        PublishedImage published = await PublishAsync(LocalImageSource.FromPath(copy), registry.Access());
        string config = await ContainerEngines.RunAsync("skopeo", "inspect", "--config", "--tls-verify=false", "docker://" + published.DigestName);

        Assert.Equal(Image.DiffIds, JsonDocument.Parse(config).RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(static it => it.GetString()!));
    }

    [Fact]
    public async Task An_archive_of_docker_save_is_published_as_from_the_engine()
    {
        string docker = await engines.DockerAsync();
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        await LoadAsync(docker);
        await ContainerEngines.RunDockerAsync(docker, "save", "-o", Folder["saved.tar"], "app:dev");

        PublishedImage fromArchive = await PublishAsync(LocalImageSource.FromPath(Folder["saved.tar"], "app:dev"), registry.Access());

        Assert.Equal(fromArchive.Digest, (await PublishFromAsync(docker, registry)).Digest);
    }

    private async Task LoadAsync(string host)
    {
        Image.WriteDockerArchive(Folder["image.tar"]);
        await ContainerEngines.RunDockerAsync(host, "load", "-q", "-i", Folder["image.tar"]);
    }

    private Task<PublishedImage> PublishFromAsync(string host, DockerRegistry registry)
    {
        Environment["DOCKER_HOST"] = host;
        return PublishAsync(LocalImageSource.FromEngine("app:dev"), registry.Access());
    }
}
