using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Reads a file that may be a pipe. Its opening and its reads can block, and can be stopped.</summary>
internal sealed class PipeFile(FileStream pipe) : ForwardStream
{
    private readonly byte[] _buffer = new byte[BufferSize];

    /// <summary>Opens a file. A named pipe opens when a program writes to it.</summary>
    /// <returns>A <see cref="FileStream"/>, unless the file is a pipe.</returns>
    public static async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        Task<FileStream> opening = Task.Run(
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1), CancellationToken.None);
        try
        {
            FileStream file = await opening.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return file.CanSeek ? file : new PipeFile(file);
        }
        catch (OperationCanceledException)
        {
            _ = ReleaseAsync(path, opening);
            throw;
        }
    }
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        // A read that was stopped goes on until the writer ends, and must not write into a buffer that others use.
        int read = await pipe.ReadAsync(_buffer, 0, Math.Min(count, _buffer.Length), CancellationToken.None)
            .WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        Array.Copy(_buffer, 0, buffer, offset, read);
        return read;
    }
    protected override void Dispose(bool disposing)
    {
        if (disposing) pipe.Dispose();
        base.Dispose(disposing);
    }

    // Ends an opening that waits for a writer, by being one.
    private static async Task ReleaseAsync(string path, Task<FileStream> opening)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1))
            using (await opening.ConfigureAwait(false))
            {
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file is gone, or can't be opened at all.
        }
    }
}
