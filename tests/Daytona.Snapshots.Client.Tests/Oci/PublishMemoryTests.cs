using System.Diagnostics;
using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Tests.Oci;

[Collection(nameof(Alone))]
public sealed class PublishMemoryTests : PublishTest
{
    private const int Size = 80 << 20;

    protected override LocalServerOptions ServerOptions => new() { MaxStoredBytes = 1 << 20, RecordedRequests = 0 };

    [Fact]
    public async Task Memory_does_not_grow_with_the_size_of_a_layer()
    {
        WriteArchive();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        long max = before;

        PublishedImage published = await PublishAsync(
            LocalImageSource.FromPath(Folder["image.tar"]),
            await GetAccessAsync(),
            progress: _ =>
            {
                lock (process)
                {
                    process.Refresh();
                    max = Math.Max(max, process.WorkingSet64);
                }
            });

        Assert.InRange(published.Size, Size, Size * 1.01);
        Assert.True(max - before < 64 << 20, $"The process grew by {(max - before) >> 20} MiB.");
    }

    // The content can't be compressed, so that buffers are full.
    private void WriteArchive()
    {
        byte[] layer = RandomNumberGenerator.GetBytes(Size);
        ArchiveParts.WriteTar(Folder[""], ArchiveParts.Docker([layer]));
    }
}
