namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Publications with the access that the service gives.</summary>
public sealed class PushAccessTests : ClientTest
{
    private static readonly CreateSnapshotRequest Request = new() { Name = "app:v1" };

    [Fact]
    public async Task Access_is_not_requested_for_an_image_that_is_not_valid()
    {
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<LocalImageException>(() => PublishAsync(Connect(), folder));

        Assert.DoesNotContain(Server.Requests, static request => request.Path.Contains("push-access", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_registry_is_reached_through_the_proxy_of_the_client()
    {
        using TemporaryFolder folder = Layout();
        await using TestServer proxy = await TestServer.StartAsync();
        proxy.OnJson("/api/snapshots/app:v1", 404, """{"statusCode":404,"error":"Not Found","message":"Snapshot with name app:v1 not found"}""");
        proxy.OnJson(
            "/api/docker-registry/registry-push-access",
            200,
            """{"username":"robot","secret":"s","registryId":"1","registryUrl":"127.0.0.1:9","project":"daytona","expiresAt":"2030-01-01T00:00:00.000Z"}""");
        DaytonaClient client = Connect(
            new DaytonaClientOptions { ApiUrl = Server.ApiUrl, Credential = new Secret(Server.ApiKey), Proxy = proxy.Url, UseNotifications = false });

        await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(client, folder));

        Assert.Equal(1, proxy.Count("/v2/"));
    }

    [Fact]
    public async Task A_registry_that_can_not_be_reached_is_not_the_service()
    {
        using TemporaryFolder folder = Layout();
        Server.Options.RegistryAddress = "127.0.0.1:9";

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Connect(), folder));

        Assert.Equal(RegistryFailure.Unavailable, error.Reason);
    }

    private static Task<SnapshotPublication> PublishAsync(DaytonaClient client, TemporaryFolder folder) =>
        client.Snapshots.PublishAsync(LocalImageSource.FromPath(folder[""]), Request, new PublishSnapshotOptions { Wait = false }, Cancelled);

    private static TemporaryFolder Layout()
    {
        var folder = new TemporaryFolder();
        TestImage.WriteLayout(folder[""], ("v1", new TestImage(["one", "two"])));
        return folder;
    }
}
