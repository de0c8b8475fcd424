using System.IO.Compression;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Compresses a layer on all processors: each block of 4 MiB becomes a member of one gzip stream, which every reader of gzip
/// accepts. The same layer gives the same bytes in the same version of .NET.
/// </summary>
internal static class ParallelGzip
{
    private const int BlockSize = 4 * 1024 * 1024;

    // Each has its block and as many bytes for the result, so that all of them need 48 MiB at most.
    private static readonly int MaxBlocks = Math.Min(Environment.ProcessorCount + 1, 6);

    /// <summary>Compresses a stream, from its position to its end.</summary>
    /// <param name="content">The stream.</param>
    /// <param name="onRead">Called with the number of bytes of each read.</param>
    /// <param name="write">Takes the result: bytes and their number.</param>
    /// <param name="cancellationToken">Stops compressing.</param>
    /// <returns>The digests of the content and of the result.</returns>
    public static async Task<(Digest Content, Digest Compressed)> CompressAsync(
        Stream content, Action<int> onRead, Func<byte[], int, Task> write, CancellationToken cancellationToken)
    {
        using var contentDigest = new DigestBuilder();
        using var compressedDigest = new DigestBuilder();
        var running = new Queue<Block>();
        var free = new Stack<Block>();
        bool isFirst = true;
        while (true)
        {
            if (running.Count == MaxBlocks) await CompleteAsync().ConfigureAwait(false);
            Block block = free.Count > 0 ? free.Pop() : new Block();
            int length = await content.FillAsync(block.Content, BlockSize, cancellationToken).ConfigureAwait(false);
            // An empty layer has a member, too.
            if (length > 0 || isFirst)
            {
                onRead(length);
                contentDigest.Append(block.Content, length);
                block.Start(length);
                running.Enqueue(block);
            }

            isFirst = false;
            if (length < BlockSize) break;
        }

        while (running.Count > 0) await CompleteAsync().ConfigureAwait(false);
        return (contentDigest.Build(), compressedDigest.Build());

        async Task CompleteAsync()
        {
            Block block = running.Dequeue();
            await block.Compression.ConfigureAwait(false);
            byte[] member = block.Member.GetBuffer();
            int length = (int)block.Member.Length;
            compressedDigest.Append(member, length);
            await write(member, length).ConfigureAwait(false);
            free.Push(block);
        }
    }

    private sealed class Block
    {
        public byte[] Content { get; } = new byte[BlockSize];

        // What can't be compressed becomes a little larger.
        public MemoryStream Member { get; } = new(BlockSize + (BlockSize / 512));

        public Task Compression { get; private set; } = Task.CompletedTask;

        public void Start(int length) => Compression = Task.Run(() =>
        {
            Member.SetLength(0);
            using var gzip = new GZipStream(Member, CompressionLevel.Optimal, leaveOpen: true);
            gzip.Write(Content, 0, length);
        });
    }
}
