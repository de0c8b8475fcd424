namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class ImagesTests : ClientTest
{
    private static readonly ImagePublishOptions Options = new() { Repository = "app", Tag = "v1" };

    [Fact]
    public async Task An_image_is_pushed_with_the_access_of_the_service()
    {
        using TemporaryFolder folder = Layout();

        PublishedImage image = await Connect().Images.PublishAsync(LocalImageSource.FromPath(folder[""]), Options, cancellationToken: Cancelled);

        Assert.Equal(("daytona/app", "v1", 2), (image.Repository, image.Tag, image.LayersPushed));
    }

    [Fact]
    public async Task Access_is_not_requested_for_an_image_that_is_not_valid()
    {
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<LocalImageException>(
            () => Connect().Images.PublishAsync(LocalImageSource.FromPath(folder[""]), Options, cancellationToken: Cancelled));

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task The_registry_is_reached_through_the_proxy_of_the_client()
    {
        using TemporaryFolder folder = Layout();
        await using TestServer proxy = await TestServer.StartAsync();
        proxy.OnJson(
            "/api/docker-registry/registry-push-access",
            200,
            """{"username":"robot","secret":"s","registryId":"1","registryUrl":"127.0.0.1:9","project":"daytona","expiresAt":"2030-01-01T00:00:00.000Z"}""");
        DaytonaClient client = Connect(
            new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey), Proxy = proxy.Url, UseNotifications = false });

        await Assert.ThrowsAsync<RegistryException>(
            () => client.Images.PublishAsync(LocalImageSource.FromPath(folder[""]), Options, cancellationToken: Cancelled));

        Assert.Equal(1, proxy.Count("/v2/"));
    }

    [Fact]
    public async Task A_registry_that_can_not_be_reached_is_not_the_service()
    {
        using TemporaryFolder folder = Layout();
        Server.Options.RegistryAddress = "127.0.0.1:9";

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(
            () => Connect().Images.PublishAsync(LocalImageSource.FromPath(folder[""]), Options, cancellationToken: Cancelled));

        Assert.Equal(RegistryFailure.Unavailable, error.Reason);
    }

    private static TemporaryFolder Layout()
    {
        var folder = new TemporaryFolder();
        TestImage.WriteLayout(folder[""], ("v1", new TestImage(["one", "two"])));
        return folder;
    }
}
