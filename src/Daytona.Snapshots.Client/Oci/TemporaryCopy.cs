using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// A temporary file with the parts of an image that can't be sent from where they are. It is created with the first part and
/// deleted on disposal.
/// </summary>
/// <param name="folder">The folder for the file.</param>
/// <param name="onRead">Called with the number of bytes of each read.</param>
internal sealed class TemporaryCopy(string folder, Action<int> onRead) : IDisposable
{
    private readonly Dictionary<FileRange, ImageBlob> _layers = [];
    private FileStream? _file;

    /// <summary>Called for a layer that can be sent while it is compressed; null for none.</summary>
    public Action<BlobContent>? OnLargeLayer { get; set; }

    /// <summary>The number of bytes from which a layer is large.</summary>
    public long LargeLayer { get; init; } = long.MaxValue;

    /// <summary>The file's length in bytes.</summary>
    public long Length => _file?.Length ?? 0;

    /// <summary>Copies a stream to its end.</summary>
    /// <exception cref="LocalImageException">The file can't be written.</exception>
    public async Task<FileRange> AddAsync(Stream content, CancellationToken cancellationToken)
    {
        long start = Length;
        byte[] buffer = new byte[ForwardStream.BufferSize];
        int read;
        do
        {
            read = await content.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            onRead(read);
            await WriteAsync(buffer, read, cancellationToken).ConfigureAwait(false);
        }
        while (read > 0);

        return RangeFrom(start);
    }

    /// <summary>Whether a part of this file is a layer that was compressed when it was copied.</summary>
    public bool IsLayer(FileRange content) => _layers.ContainsKey(content);

    /// <summary>Compresses a layer, unless it was compressed when it was copied.</summary>
    /// <exception cref="LocalImageException">The file can't be written.</exception>
    public async Task<ImageBlob> CompressAsync(FileRange layer, CancellationToken cancellationToken)
    {
        if (_layers.TryGetValue(layer, out ImageBlob? compressed)) return compressed;
        using LimitedStream content = layer.Open();
        return await AddCompressedAsync(content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compresses a layer, from the stream's position to its end.</summary>
    /// <exception cref="LocalImageException">The file can't be written.</exception>
    public async Task<ImageBlob> AddCompressedAsync(Stream layer, CancellationToken cancellationToken)
    {
        long start = Length;
        BlobContent? large = null;
        (Digest diffId, Digest digest) = await ParallelGzip.CompressAsync(layer, onRead, AddAsync, cancellationToken).ConfigureAwait(false);
        var blob = new ImageBlob(digest, RangeFrom(start), IsVerified: true, diffId, IsBegun: large is not null);
        large?.Complete(blob);
        return _layers[blob.Content] = blob;

        async Task AddAsync(byte[] bytes, int length)
        {
            await WriteAsync(bytes, length, cancellationToken).ConfigureAwait(false);
            long written = Length - start;
            if (large is null && written > LargeLayer) OnLargeLayer?.Invoke(large = new BlobContent(_file!.Name, start));
            large?.Extend(written);
        }
    }

    /// <summary>Deletes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private FileRange RangeFrom(long start) => new(_file!.Name, start, Length - start);

    private async Task WriteAsync(byte[] bytes, int length, CancellationToken cancellationToken)
    {
        try
        {
            await (_file ??= Create()).WriteAsync(bytes, 0, length, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalImageException(
                LocalImageFailure.TemporaryCopy,
                $"The temporary copy of the image can't be written to '{folder}', which needs room for the compressed image: {exception.Message}",
                exception);
        }
    }

    private FileStream Create()
    {
        string path = Path.Combine(folder, $"daytona-image-{Guid.NewGuid():N}.tar");
        // Windows deletes the file also if the process is killed.
        const FileOptions Options = FileOptions.DeleteOnClose;
        const FileShare Share = FileShare.ReadWrite | FileShare.Delete;
#if NET
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = Share, BufferSize = 1, Options = Options };
        // Other users of this machine must not read the image.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, Share, bufferSize: 1, Options);
#endif
    }
}
