using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>A local server with its registry, and a folder for images.</summary>
public abstract class PublishTest : ClientTest, IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    /// <summary>What the environment of the publisher says. The user's own must not matter.</summary>
    protected Dictionary<string, string> Environment { get; } = [];

    protected PublishTest() => Environment["HOME"] = Folder.Path;

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static ImagePublishOptions Options { get; } = new() { Repository = "app", Tag = "v1" };

    private protected Task<PublishedImage> PublishAsync(
        LocalImageSource source,
        RegistryPushAccess access,
        ImagePublishOptions? options = null,
        Action<UploadProgress>? progress = null,
        CancellationToken? cancellationToken = null,
        IClientObserver? observer = null,
        TimeProvider? time = null) =>
        new ImagePublisher(_ => Task.FromResult(access), new DaytonaClientOptions { Credential = new Secret("unused") }, observer, time ?? TimeProvider.System, name => Environment.GetValueOrDefault(name))
            .PublishAsync(source, options ?? Options, progress, cancellationToken ?? Cancelled);

    /// <summary>Publishes to the local server's registry.</summary>
    private protected async Task<PublishedImage> PublishAsync(LocalImageSource source, ImagePublishOptions? options = null) =>
        await PublishAsync(source, await GetAccessAsync(), options);

    /// <summary>The failure of a publication that must have sent nothing.</summary>
    private protected async Task<LocalImageException> FailAsync(LocalImageSource source, ImagePublishOptions? options = null)
    {
        RegistryPushAccess access = await GetAccessAsync();
        LocalImageException failure = await Assert.ThrowsAsync<LocalImageException>(() => PublishAsync(source, access, options));
        Assert.Equal(0, CountOf("POST") + CountOf("PATCH") + CountOf("PUT"));
        return failure;
    }

    /// <summary>A client of the local server's registry.</summary>
    private protected async Task<HttpClient> CreateRegistryClientAsync()
    {
        RegistryPushAccess access = await GetAccessAsync();
        var http = new HttpClient { BaseAddress = Server.RegistryUrl };
        string password = $"{access.Username}:{access.Secret.Reveal()}";
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(password)));
        http.DefaultRequestHeaders.Accept.ParseAdd($"{TestImage.OciManifest}, application/vnd.docker.distribution.manifest.v2+json");
        return http;
    }

    /// <summary>Asks the local server for push access.</summary>
    private protected async Task<RegistryPushAccess> GetAccessAsync(string? address = null)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", Server.ApiKey);
        string json = await http.GetStringAsync(new Uri(Server.ApiUrl + "/docker-registry/registry-push-access"), Cancelled);
        JsonElement access = JsonDocument.Parse(json).RootElement;
        return new RegistryPushAccess
        {
            RegistryUrl = address ?? access.GetProperty("registryUrl").GetString()!,
            Project = access.GetProperty("project").GetString(),
            Username = access.GetProperty("username").GetString()!,
            Secret = new Secret(access.GetProperty("secret").GetString()!),
        };
    }
}
