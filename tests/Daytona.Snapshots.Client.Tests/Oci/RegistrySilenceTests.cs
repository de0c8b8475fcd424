namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Registries and token services that accept a connection and send nothing, or ask for a pause.</summary>
public sealed class RegistrySilenceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();
    private RegistryStub _registry = null!;

    public async ValueTask InitializeAsync()
    {
        TestImage.WriteLayout(_folder[""], ("v1", new TestImage(["one"])));
        _registry = await RegistryStub.StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return _registry.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/v2/", 100)]
    [InlineData("GET", "/token", 100)]
    [InlineData("HEAD", "/blobs/", 100)]
    [InlineData("POST", "/uploads/", 100)]
    [InlineData("PATCH", "/uploads/", 100)]
    [InlineData("PUT", "/uploads/", 900)]
    [InlineData("PUT", "/manifests/", 100)]
    public async Task A_silent_registry_is_announced_and_ends_the_push(string method, string path, int limit)
    {
        if (path == "/token") _registry.Challenge = "Bearer realm=\"{0}token\"";
        Task silent = _registry.BeSilent(method, path);
        Task<PublishedImage> push = PushAsync(_clock);
        await await Task.WhenAny(silent, push);

        _clock.Advance(TimeSpan.FromSeconds(10));

        string warning = Assert.Single(_registry.Observer.Warnings.Distinct());
        Assert.Contains(_registry.Url.Authority, warning, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(limit));
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => push);
        Assert.Equal(RegistryFailure.Unavailable, failure.Reason);
        Assert.Contains(_registry.Url.Authority, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_never_responds_ends_at_the_time_limit()
    {
        Task silent = _registry.BeSilent("GET", "/v2/");
        Task<PublishedImage> push = PushAsync(_clock, TimeSpan.FromSeconds(5));
        await silent;

        _clock.Advance(TimeSpan.FromSeconds(5));

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => push);
        Assert.Contains($"{_registry.Url.Authority} did not respond within 5 s", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/uploads/")]
    [InlineData("PUT", "/manifests/")]
    public async Task A_long_pause_of_a_registry_is_a_warning(string method, string path)
    {
        _registry.Answer(method, path, 429, times: 1, header: "Retry-After: 11");

        await PushAsync(_registry.Clock);

        // Other requests that are under way may seem silent to the clock.
        Assert.Contains(_registry.Observer.Warnings, static warning => warning.Contains("Retrying in 11 s", StringComparison.Ordinal));
    }

    private Task<PublishedImage> PushAsync(TimeProvider clock, TimeSpan? startTimeout = null) => new ImagePublisher(
        _ => Task.FromResult(new RegistryPushAccess { RegistryUrl = _registry.Url.Authority, Project = "daytona", Username = "robot", Secret = new Secret("secret") }),
        new DaytonaClientOptions { Credential = new Secret("unused") },
        _registry.Observer,
        clock,
        static _ => null).PublishAsync(
            LocalImageSource.FromPath(_folder[""]),
            new ImagePublishOptions { Repository = "app", Tag = "v1", StartTimeout = startTimeout },
            null,
            TestContext.Current.CancellationToken);
}
