using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Oci;

[Collection(nameof(Alone))]
public sealed class PublishMemoryTests : PublishTest
{
    private const int Layers = 8;
    private const long Size = 1L << 28;

    protected override LocalServerOptions ServerOptions => new() { MaxStoredBytes = 1 << 20, RecordedRequests = 0 };

    [Fact]
    public async Task A_large_image_is_sent_in_64_MiB_of_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Files with holes.");
        await WriteLayoutAsync();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        long max = before;
        int reports = 0;

        PublishedImage published = await PublishAsync(
            LocalImageSource.FromPath(Folder[""]),
            await GetAccessAsync(),
            progress: _ =>
            {
                if (Interlocked.Increment(ref reports) % 100 != 0) return;
                lock (process)
                {
                    process.Refresh();
                    max = Math.Max(max, process.WorkingSet64);
                }
            });

        Assert.Equal((Layers, Size), (published.LayersPushed, published.Size));
        Assert.True(max - before < 64 << 20, $"The process grew by {(max - before) >> 20} MiB.");
    }

    /// <summary>Writes layers that differ only in their length, and are holes.</summary>
    private async Task WriteLayoutAsync()
    {
        var image = new TestImage(["small"]);
        TestImage.WriteLayout(Folder[""], ("v1", image));
        var layers = new List<object>();
        for (int i = 0; i < Layers; i++)
        {
            // The lengths add up to the size.
            long length = (Size / Layers) + (i < Layers / 2 ? -i - 1 : Layers - i);
            await using FileStream file = File.Create(Folder["hole"]);
            file.SetLength(length);
            string hex = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, Cancelled));
            file.Close();
            File.Move(Folder["hole"], Folder["blobs/sha256/" + hex]);
            layers.Add(new { mediaType = "application/vnd.oci.image.layer.v1.tar", digest = "sha256:" + hex, size = length });
        }

        byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = TestImage.OciManifest,
            config = TestImage.Descriptor(TestImage.OciConfig, image.Config),
            layers,
        });
        await File.WriteAllBytesAsync(TestImage.BlobPath(Folder[""], manifest), manifest, Cancelled);
        Folder.With("index.json", JsonSerializer.Serialize(new { schemaVersion = 2, manifests = new[] { TestImage.Descriptor(TestImage.OciManifest, manifest) } }));
    }
}
