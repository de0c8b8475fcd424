namespace Daytona.Snapshots.Client.Tests.Contexts;

[Collection(nameof(Alone))]
public sealed class ContextCancellationTests : ClientTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose()
    {
        _cancellation.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Canceling_ends_the_walk_of_an_endless_context()
    {
        // Ten links to ten links to ten links …: a hundred million files in a few folders.
        for (int i = 0; i < 20; i++) _folder.With($"0/file{i}");
        for (int level = 1; level < 8; level++)
        {
            for (int i = 0; i < 10; i++) _folder.WithLink($"{level}/{i}", $"../{level - 1}");
        }

        Task walk = Task.Run(() => BuildContext.Read(_folder.Path, _cancellation.Token), TestContext.Current.CancellationToken);
        _cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));

        // Without the cancellation, it would not end within the limit of a test.
        await AssertCancelled(walk);
    }

    [Fact]
    public async Task Canceling_ends_the_hashing_of_large_files()
    {
        WithLargeFile();
        BuildContext context = _folder.Context();

        await AssertCancelled(context.ComputeHashAsync(bytes => CancelAt(bytes, 10_000_000), _cancellation.Token));
    }

    [Fact]
    public async Task Canceling_ends_the_hashing_of_empty_files()
    {
        for (int i = 0; i < 600; i++) _folder.With($"{i}");
        BuildContext context = _folder.Context();

        await AssertCancelled(context.ComputeHashAsync(bytes => CancelAt(bytes, 1), _cancellation.Token));
    }

    [Fact]
    public async Task Canceling_ends_an_upload()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY app /app\n").With("app/a", new string('x', 10_000_000));
        Image image = Image.FromDockerfile("Dockerfile", _folder.Path);
        Server.Faults.Add(new Fault { Method = "PUT", Kind = FaultKind.Meanwhile, Meanwhile = _ => Cancel() });

        await AssertCancelled(Connect().UploadContextsAsync(image, cancellationToken: _cancellation.Token));
    }

    private static Task<OperationCanceledException> AssertCancelled(Task task) => Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

    private void WithLargeFile()
    {
        using FileStream file = File.Create(_folder["large"]);
        file.SetLength(4L << 30);
    }

    private void Cancel() => _cancellation.Cancel();

    private void CancelAt(long bytes, long limit)
    {
        if (bytes >= limit) Cancel();
    }
}
