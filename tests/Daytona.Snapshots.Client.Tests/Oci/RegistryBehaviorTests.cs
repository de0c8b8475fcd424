using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Pushes to registries that behave as those of the field.</summary>
public sealed class RegistryBehaviorTests : IDisposable
{
    private static readonly Dictionary<string, RegistryBehavior> Behaviors = RegistryBehaviors.All.ToDictionary(static it => it.Name, StringComparer.Ordinal);

    private readonly TemporaryFolder _folder = new();
    private int _passwords;

    public static TheoryData<string> Names { get; } = [.. Behaviors.Keys];

    public static TheoryData<string> EarlyNames { get; } = [.. Behaviors.Values.Where(static it => it.IsTriedEarly).Select(static it => it.Name)];

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

        if (await FailsAsync(behavior, registry, PushAsync(registry, LocalImageSource.FromPath(_folder[""])))) return;

        Assert.Equal(image.Manifest, registry.Manifest);
    }

    [Theory]
    [MemberData(nameof(EarlyNames))]
    public async Task A_layer_sent_while_it_is_compressed_is_no_different(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The engine of the test listens on a unix socket.");
        RegistryBehavior behavior = Behaviors[name];
        // A member of the compressed layer has half of 4 MiB. The last part comes after the first request.
        int length = Math.Max(4_300_000, behavior.EarlyPart * 7 / 3);
        var image = new TestImage([RandomNumberGenerator.GetHexString(length)]);
        image.WriteDockerArchive(_folder["image.tar"]);
        await using RegistryStub registry = await RegistryStub.StartAsync();
        var begun = new TaskCompletionSource();
        registry.Bends.Add(context =>
        {
            if (context.Request.Method == behavior.EarlyRequest) begun.TrySetResult();
            return Task.FromResult(false);
        });
        behavior.Bend(registry);
        await using var engine = new EngineStub(_folder["e.sock"])
        {
            Name = "app:dev", Archive = _folder["image.tar"], Layers = image.DiffIds, Id = TestImage.DigestOf(image.Config), WaitAfter = (length - 50_000, begun.Task),
        };
        await engine.StartAsync();

        if (await FailsAsync(behavior, registry, PushAsync(registry, LocalImageSource.FromEngine("app:dev"), behavior.EarlyPart))) return;

        Assert.Equal(registry.Count("POST") == 0 ? 0 : 2, registry.Blobs.Count);
    }

    private static async Task<bool> FailsAsync(RegistryBehavior behavior, RegistryStub registry, Task<PublishedImage> push)
    {
        if (behavior.Failure is { } reason)
        {
            RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => push);
            Assert.Equal(reason, failure.Reason);
            Assert.Contains(behavior.Says.Replace("{storage}", registry.StorageUrl.Authority, StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
        }
        else
        {
            PublishedImage published = await push;
            Assert.Equal(published.Digest, TestImage.DigestOf(registry.Manifest!));
        }

        behavior.Check(registry);
        return behavior.Failure is not null;
    }

    private Task<PublishedImage> PushAsync(RegistryStub registry, LocalImageSource source, long? part = null)
    {
        var options = new ImagePublishOptions { Repository = "app", Tag = "v1" };
        return new ImagePublisher(
            _ => Task.FromResult(new RegistryPushAccess
            {
                RegistryUrl = registry.Url.Authority,
                Project = "daytona",
                Username = "robot",
                Secret = new Secret(_passwords++ == 0 ? "old" : $"new{_passwords}"),
            }),
            new DaytonaClientOptions { Credential = new Secret("unused") },
            registry.Observer,
            registry.Clock,
            name => name == "DOCKER_HOST" ? "unix://" + _folder["e.sock"] : null).PublishAsync(
                source, part is { } size ? options with { ChunkSize = size } : options, null, TestContext.Current.CancellationToken);
    }
}
