using System.Buffers;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>A temporary file with the content of a stream, deleted on disposal.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly FileStream _file;

    private TemporaryCopy(FileStream file) => _file = file;

    /// <summary>The file's full path.</summary>
    public string Path => _file.Name;

    /// <summary>The file's length in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Copies a stream to its end.</summary>
    /// <param name="source">The stream. Its exceptions propagate.</param>
    /// <param name="folder">The folder; null for the system's own for temporary files.</param>
    /// <param name="onCopied">Called with the number of bytes so far.</param>
    /// <param name="cancellationToken">Stops copying.</param>
    /// <exception cref="LocalImageException">The file can't be written.</exception>
    public static async Task<TemporaryCopy> CreateAsync(
        Stream source, string? folder, Action<long> onCopied, CancellationToken cancellationToken)
    {
        var copy = new TemporaryCopy(Create(folder ?? System.IO.Path.GetTempPath()));
        try
        {
            await copy.FillAsync(source, onCopied, cancellationToken).ConfigureAwait(false);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream Create(string folder)
    {
        string path = System.IO.Path.Combine(folder, $"daytona-image-{Guid.NewGuid():N}.tar");
        try
        {
            // Windows deletes the file also if the process is killed.
            const FileOptions Options = FileOptions.DeleteOnClose;
            const FileShare Share = FileShare.ReadWrite | FileShare.Delete;
#if NET
            if (!OperatingSystem.IsWindows())
            {
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Share = Share,
                    BufferSize = 1,
                    Options = Options,
                    // Other users of this machine must not read the image.
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
#endif
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, Share, bufferSize: 1, Options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(folder, exception);
        }
    }

    private static LocalImageException Failed(string folder, Exception exception) => new(
        LocalImageFailure.TemporaryCopy,
        $"The temporary copy of the image can't be written to '{folder}', which needs room for the whole image: {exception.Message}",
        exception);

    private async Task FillAsync(Stream source, Action<long> onCopied, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                try
                {
                    await _file.WriteAsync(buffer, 0, read, cancellationToken).ConfigureAwait(false);
                }
                catch (IOException exception)
                {
                    throw Failed(System.IO.Path.GetDirectoryName(Path)!, exception);
                }

                onCopied(_file.Position);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
