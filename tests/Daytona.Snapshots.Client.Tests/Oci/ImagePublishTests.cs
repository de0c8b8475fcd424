using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class ImagePublishTests : PublishTest
{
    private static readonly TestImage Image = new(["one"]);

    private LocalImageSource Source => LocalImageSource.FromPath(Folder[""]);

    private LocalImageSource Archive => LocalImageSource.FromPath(Folder["image.tar"]);

    [Fact]
    public async Task A_cut_upload_continues_where_it_was_cut()
    {
        const int Size = 8_000_000;
        var image = new TestImage([RandomNumberGenerator.GetHexString(Size)]);
        TestImage.WriteLayout(Folder[""], ("v1", image));
        using var proxy = new CuttingProxy(Server.RegistryUrl, cutAfter: Size / 2);

        PublishedImage published = await PublishAsync(Source, await GetAccessAsync(proxy.Address));

        Assert.True(proxy.HasCut);
        Assert.Equal(image.Digest, published.Digest);
        Assert.True(proxy.Sent < Size * 1.2, $"{proxy.Sent} bytes were sent.");
    }

    [Fact]
    public async Task A_layer_is_sent_in_chunks()
    {
        TestImage.WriteLayout(Folder[""], ("v1", new TestImage([RandomNumberGenerator.GetHexString(3_000_000)])));

        await PublishAsync(Source, Options with { ChunkSize = 1 << 20 });

        Assert.Equal(3, Server.Requests.Count(request => request.Headers.ContainsKey("Content-Range")));
    }

    [Fact]
    public async Task Progress_ends_at_all_bytes()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        var reports = new ConcurrentQueue<UploadProgress>();

        PublishedImage published = await PublishAsync(Source, await GetAccessAsync(), progress: reports.Enqueue);

        UploadProgress last = reports.Where(static report => report.Phase == UploadPhase.Sending).MaxBy(static report => report.Done);
        Assert.Equal((published.BytesPushed, published.BytesPushed), (last.Done, last.Total));
    }

    [Fact]
    public async Task A_second_publication_needs_no_earlier_manifest()
    {
        Image.WriteDockerArchive(Folder["image.tar"]);
        PublishedImage first = await PublishAsync(Archive);
        using (HttpClient registry = await CreateRegistryClientAsync())
        {
            // As the service does when the snapshot is active.
            using HttpResponseMessage removed = await registry.DeleteAsync(
                new Uri($"/v2/{first.Repository}/manifests/{first.Digest}", UriKind.Relative), Cancelled);
            Assert.True(removed.IsSuccessStatusCode, removed.ToString());
        }

        PublishedImage second = await PublishAsync(Archive);

        Assert.Equal((first.Digest, 0, 1), (second.Digest, second.LayersPushed, second.LayersSkipped));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_archive_is_read_from_a_pipe(bool compressed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are not files on Windows.");
        Image.WriteDockerArchive(Folder["image.tar"]);
        byte[] archive = await File.ReadAllBytesAsync(Folder["image.tar"], Cancelled);
        string pipe = MakePipe();
        Task<PublishedImage> publishing = PublishAsync(LocalImageSource.FromPath(pipe));

        await using (FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), Cancelled))
        {
            await writer.WriteAsync(compressed ? TestImage.Gzip(archive) : archive, Cancelled);
        }

        PublishedImage published = await publishing;
        Assert.Equal((await PublishAsync(Archive)).Digest, published.Digest);
    }

    [Fact]
    public async Task A_layout_from_a_pipe_keeps_its_digest()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are not files on Windows.");
        using var layout = new TemporaryFolder();
        TestImage.WriteLayout(layout[""], ("v1", Image));
        TestImage.WriteTar(layout[""], Folder["image.tar"]);
        string pipe = MakePipe();
        Task<PublishedImage> publishing = PublishAsync(LocalImageSource.FromPath(pipe));

        await using (FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), Cancelled))
        {
            await writer.WriteAsync(await File.ReadAllBytesAsync(Folder["image.tar"], Cancelled), Cancelled);
        }

        Assert.Equal(Image.Digest, (await publishing).Digest);
    }

    [Fact]
    public async Task A_pipe_without_a_writer_ends_at_a_cancellation()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are not files on Windows.");
        using var stop = new CancellationTokenSource();
        RegistryPushAccess access = await GetAccessAsync();
        Task<PublishedImage> publishing = PublishAsync(LocalImageSource.FromPath(MakePipe()), access, cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
    }

    [Fact]
    public async Task A_pipe_without_a_writer_ends_at_the_time_limit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are not files on Windows.");

        await Assert.ThrowsAsync<SnapshotTimeoutException>(
            () => PublishAsync(LocalImageSource.FromPath(MakePipe()), Options with { StartTimeout = TimeSpan.FromMilliseconds(50) }));
    }

    [Fact]
    public async Task Another_project_is_denied()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        RegistryPushAccess access = await GetAccessAsync() with { Project = "others" };

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Source, access));

        Assert.Equal(RegistryFailure.Denied, failure.Reason);
    }

    [Theory]
    [InlineData("http://registry.example.com")]
    [InlineData("https://me:secret@registry.example.com")]
    [InlineData("ftp://registry.example.com")]
    [InlineData("")]
    public async Task An_unsafe_address_is_refused(string address)
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        RegistryPushAccess access = await GetAccessAsync(address);

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Source, access));

        Assert.Equal(RegistryFailure.InvalidAddress, failure.Reason);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canceling_ends_a_push_at_once()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        await using RegistryStub registry = await RegistryStub.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        registry.Bends.Add(async context =>
        {
            if (context.Request.Method != "PUT") return false;
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        });
        var access = new RegistryPushAccess { RegistryUrl = registry.Url.Authority, Project = "daytona", Username = "robot", Secret = new Secret("old") };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => PublishAsync(Source, access, cancellationToken: stop.Token).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }

    private string MakePipe()
    {
        string pipe = Folder["pipe"];
        using Process mkfifo = Process.Start("mkfifo", [pipe]);
        mkfifo.WaitForExit();
        return pipe;
    }
}
