using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Pushes to registries that behave as those of the field.</summary>
public sealed class RegistryBehaviorTests : IDisposable
{
    private static readonly Dictionary<string, RegistryBehavior> Behaviors = RegistryBehaviors.All.ToDictionary(static it => it.Name, StringComparer.Ordinal);

    private readonly TemporaryFolder _folder = new();
    private int _passwords;

    public static TheoryData<string> Names { get; } = [.. Behaviors.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_behavior_is_taken_or_explained(string name)
    {
        RegistryBehavior behavior = Behaviors[name];
        var image = new TestImage([RandomNumberGenerator.GetHexString(behavior.LayerSize)]);
        TestImage.WriteLayout(_folder[""], ("v1", image));
        await using RegistryStub registry = await RegistryStub.StartAsync();
        behavior.Bend(registry);

        if (behavior.Failure is { } reason)
        {
            RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PushAsync(registry));

            Assert.Equal(reason, failure.Reason);
            Assert.Contains(behavior.Says.Replace("{storage}", registry.StorageUrl.Authority, StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
        }
        else
        {
            PublishedImage published = await PushAsync(registry);

            Assert.Equal(image.Digest, published.Digest);
            Assert.Equal(image.Manifest, registry.Manifest);
        }

        behavior.Check(registry);
    }

    private Task<PublishedImage> PushAsync(RegistryStub registry) => new ImagePublisher(
        _ => Task.FromResult(new RegistryPushAccess
        {
            RegistryUrl = registry.Url.Authority,
            Project = "daytona",
            Username = "robot",
            Secret = new Secret(_passwords++ == 0 ? "old" : $"new{_passwords}"),
        }),
        RegistryNetwork.Default,
        registry.Observer,
        registry.Clock,
        static _ => null).PublishAsync(
            LocalImageSource.FromPath(_folder[""]), new ImagePublishOptions { Repository = "app", Tag = "v1" }, null, TestContext.Current.CancellationToken);
}
