using System.Diagnostics;
using Daytona.Snapshots.Client.Tests.Oci;

namespace Daytona.Snapshots.Client.Tests.Snapshots;

public sealed class SnapshotPublisherTests : ClientTest
{
    private const string Skopeo = "/usr/bin/skopeo";

    private static readonly TestImage Image = new(["one", "two"]);

    private static CreateSnapshotRequest App => new() { Name = "Team/App:v1", Memory = 2 };

    [Fact]
    public async Task A_snapshot_is_created_from_what_was_pushed()
    {
        using TemporaryFolder folder = Layout();

        SnapshotPublication publication = await PublishAsync(folder, App);

        Assert.Equal(("Team/App:v1", "active", 2), (publication.Snapshot.Name, publication.Snapshot.State, publication.Snapshot.Memory));
        Assert.Equal(publication.Image.DigestName, publication.Snapshot.ImageName);
        Assert.EndsWith($"/daytona/team/app@{Image.Digest}", publication.Image.DigestName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_use_is_detected_before_anything_is_sent()
    {
        Server.AddSnapshot(App.Name);
        using TemporaryFolder folder = Layout();

        SnapshotException error = await Assert.ThrowsAsync<SnapshotException>(() => PublishAsync(folder, App));

        Assert.Equal(SnapshotFailure.NameTaken, error.Failure);
        Assert.All(Server.Requests, static request => Assert.Equal("GET", request.Method));
        Assert.DoesNotContain(Server.Requests, static request => request.Path.Contains("push-access", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_creation_that_need_not_be_waited_for_returns_at_once()
    {
        Server.Options.Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan };
        using TemporaryFolder folder = Layout();

        SnapshotPublication publication = await PublishAsync(folder, App, new PublishSnapshotOptions { Wait = false });

        Assert.NotEqual("active", publication.Snapshot.State);
    }

    [Fact]
    public async Task Another_registry_gets_the_image_byte_for_byte_and_once()
    {
        Assert.SkipUnless(File.Exists(Skopeo), "skopeo is not installed.");
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        Server.Options.RegistryAddress = registry.Url.Authority;
        using TemporaryFolder folder = Layout();

        SnapshotPublication first = await PublishAsync(folder, App);
        SnapshotPublication second = await PublishAsync(folder, App with { Name = "team/app:v2" });

        Assert.Equal((2, 0), (first.Image.LayersPushed, second.Image.LayersPushed));
        using var back = new TemporaryFolder();
        using Process skopeo = Process.Start(
            Skopeo,
            ["copy", "--quiet", "--preserve-digests", "--src-tls-verify=false", "docker://" + second.Image.DigestName, $"oci:{back[""]}:v1"])!;
        await skopeo.WaitForExitAsync(Cancelled);
        Assert.Equal(0, skopeo.ExitCode);
        foreach (string digest in Image.Layers.Append(Image.Config).Append(Image.Manifest).Select(TestImage.DigestOf))
        {
            string blob = digest.Replace("sha256:", "blobs/sha256/", StringComparison.Ordinal);
            Assert.Equal(await File.ReadAllBytesAsync(folder[blob], Cancelled), await File.ReadAllBytesAsync(back[blob], Cancelled));
        }
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_a_layer_does_not_end_it()
    {
        await using DockerRegistry registry = await DockerRegistry.StartAsync();
        using var proxy = new CuttingProxy(registry.Url, cutAfter: 3_000_000);
        Server.Options.RegistryAddress = proxy.Address;
        using var folder = new TemporaryFolder();
        TestImage.WriteLayout(folder[""], ("v1", new TestImage([System.Security.Cryptography.RandomNumberGenerator.GetHexString(8_000_000)])));

        SnapshotPublication publication = await PublishAsync(folder, App);

        Assert.True(proxy.HasCut);
        Assert.Equal("active", publication.Snapshot.State);
    }

    private static TemporaryFolder Layout()
    {
        var folder = new TemporaryFolder();
        TestImage.WriteLayout(folder[""], ("v1", Image));
        return folder;
    }

    private Task<SnapshotPublication> PublishAsync(TemporaryFolder folder, CreateSnapshotRequest request, PublishSnapshotOptions? options = null) =>
        Connect().Snapshots.PublishAsync(LocalImageSource.FromPath(folder[""]), request, options, Cancelled);
}
