using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Compresses a layer on all processors: each block of 4 MiB becomes a member of one gzip stream, which every reader of gzip
/// accepts. The same layer gives the same bytes in the same version of .NET.
/// </summary>
internal static class ParallelGzip
{
    private const int BlockSize = 4 * 1024 * 1024;

    private static readonly Func<Stream, GZipStream> Open = FindGzip();

    // Each has its block and as many bytes for the result, so that all of them need 48 MiB at most.
    private static readonly int MaxBlocks = Math.Min(Environment.ProcessorCount + 1, 6);

    /// <summary>Compresses a stream, from its position to its end.</summary>
    /// <param name="content">The stream.</param>
    /// <param name="onRead">Called with the number of bytes of each read.</param>
    /// <param name="write">Takes the result: bytes and their number.</param>
    /// <returns>The digests of the content and of the result.</returns>
    public static async Task<(Digest Content, Digest Compressed)> CompressAsync(
        Stream content, Action<int> onRead, Func<byte[], int, Task> write, CancellationToken cancellationToken)
    {
        using IncrementalHash contentHash = Digest.Start();
        using IncrementalHash compressedHash = Digest.Start();
        using var slots = new SemaphoreSlim(MaxBlocks);
        var free = new ConcurrentBag<Block>();
        using var filled = new BlockingCollection<Task>();
        // Not threads of the pool, which would all compress and let the sending wait; and a few that stay, because each new one keeps memory.
        var threads = Task.WhenAll(Enumerable.Range(1, MaxBlocks - 1).Select(_ => Task.Factory.StartNew(
            () =>
            {
                foreach (Task compression in filled.GetConsumingEnumerable()) compression.RunSynchronously(TaskScheduler.Default);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Task written = Task.CompletedTask;
        try
        {
            for (int length = BlockSize, blocks = 0; length == BlockSize && !written.IsFaulted; blocks++)
            {
                await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                Block block = free.TryTake(out Block? used) ? used : new Block();
                length = await content.FillAsync(block.Content, BlockSize, cancellationToken).ConfigureAwait(false);
                // An empty layer has a member, too.
                if (length == 0 && blocks > 0) break;
                onRead(length);
                contentHash.AppendData(block.Content, 0, length);
                int filledLength = length;
                var compression = new Task(() => block.Compress(filledLength), TaskCreationOptions.RunContinuationsAsynchronously);
                written = WriteAsync(written, block, compression);
                filled.Add(compression, CancellationToken.None);
            }
        }
        finally
        {
            filled.CompleteAdding();
            await Task.WhenAny(written).ConfigureAwait(false);
            await threads.ConfigureAwait(false);
        }

        await written.ConfigureAwait(false);
        return (Digest.End(contentHash), Digest.End(compressedHash));

        async Task WriteAsync(Task before, Block block, Task compression)
        {
            try
            {
                await Task.WhenAll(before, compression).ConfigureAwait(false);
                byte[] member = block.Member.GetBuffer();
                int length = (int)block.Member.Length;
                compressedHash.AppendData(member, 0, length);
                await write(member, length).ConfigureAwait(false);
                free.Add(block);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    // Level 3 of zlib-ng, which is part of .NET 9 and newer, needs two thirds of the time of level 6, for 3.5 % more bytes.
    private static Func<Stream, GZipStream> FindGzip()
    {
        if (typeof(GZipStream).Assembly.GetType("System.IO.Compression.ZLibCompressionOptions") is not { } type
            || typeof(GZipStream).GetConstructor([typeof(Stream), type, typeof(bool)]) is not { } constructor)
        {
            return static stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        }

        object options = Activator.CreateInstance(type)!;
        type.GetProperty("CompressionLevel")!.SetValue(options, 3);
        return stream => (GZipStream)constructor.Invoke([stream, options, true]);
    }

    private sealed class Block
    {
        public byte[] Content { get; } = new byte[BlockSize];

        // What can't be compressed becomes a little larger.
        public MemoryStream Member { get; } = new(BlockSize + (BlockSize / 512));

        public void Compress(int length)
        {
            Member.SetLength(0);
            using GZipStream gzip = Open(Member);
            gzip.Write(Content, 0, length);
        }
    }
}
