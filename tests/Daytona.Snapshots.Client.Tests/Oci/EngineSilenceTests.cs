namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Engines that accept a connection and send nothing.</summary>
public sealed class EngineSilenceTests : PublishTest
{
    private static readonly TestImage Image = new(["one"]);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _end = new();
    private readonly TestClock _clock = new();
    private readonly RecordingObserver _observer = new();

    [Theory]
    [InlineData("/_ping", 0)]
    [InlineData("/json", 0)]
    [InlineData("/get", 0)]
    [InlineData("", 2000)]
    public async Task A_silent_engine_is_announced_and_waited_for(string path, int start)
    {
        await using EngineStub engine = await StartAsync(path, start);
        Task<PublishedImage> publishing = PublishAsync();

        await WaitForWarningAsync(engine);

        Assert.Contains($"The engine at unix://{Folder["e.sock"]} has not completed its response", Assert.Single(_observer.Warnings), StringComparison.Ordinal);
        _end.SetResult();
        Assert.Equal(1, (await publishing).LayersPushed);
    }

    [Theory]
    [InlineData("/_ping", LocalImageFailure.NoEngine)]
    [InlineData("/json", LocalImageFailure.EngineFailed)]
    public async Task An_engine_that_stays_silent_is_given_up(string path, LocalImageFailure reason)
    {
        await using EngineStub engine = await StartAsync(path, start: 0);
        Task<PublishedImage> publishing = PublishAsync();
        await WaitForWarningAsync(engine);

        _clock.Advance(Limit);

        LocalImageException failure = await Assert.ThrowsAsync<LocalImageException>(() => publishing);
        Assert.Equal(reason, failure.Reason);
        Assert.Contains("it did not respond within 30 s", failure.Message, StringComparison.Ordinal);
        _end.SetResult();
    }

    private async Task<EngineStub> StartAsync(string path, int start)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The engine of the test listens on a unix socket.");
        Image.WriteDockerArchive(Folder["image.tar"]);
        Environment["DOCKER_HOST"] = "unix://" + Folder["e.sock"];
        var engine = new EngineStub(Folder["e.sock"])
        {
            Name = "app:dev", Archive = Folder["image.tar"], WaitBefore = path.Length > 0 ? (path, _end.Task) : null, WaitAfter = start > 0 ? (start, _end.Task) : null,
        };
        await engine.StartAsync();
        return engine;
    }

    private async Task<PublishedImage> PublishAsync() =>
        await PublishAsync(LocalImageSource.FromEngine("app:dev"), await GetAccessAsync(), observer: _observer, time: _clock);

    private async Task WaitForWarningAsync(EngineStub engine)
    {
        await engine.Waiting.Task.WaitAsync(Cancelled);
        // Earlier requests and reads have such a wait, too.
        while (_observer.Warnings.IsEmpty) await _clock.PassAsync(TimeSpan.FromSeconds(10));
    }
}
