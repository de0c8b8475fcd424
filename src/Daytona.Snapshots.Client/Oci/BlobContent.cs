namespace Daytona.Snapshots.Client.Oci;

/// <summary>The content of a blob, which may still grow: a large layer is sent while it is compressed.</summary>
/// <param name="path">The file.</param>
/// <param name="start">The blob's first byte in the file.</param>
internal sealed class BlobContent(string path, long start)
{
    private readonly object _lock = new();
    private TaskCompletionSource<bool> _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImageBlob? _blob;
    private long _length;

    /// <summary>A blob that is complete.</summary>
    public static BlobContent Of(ImageBlob blob)
    {
        var content = new BlobContent(blob.Content.Path, blob.Content.Offset);
        content.Complete(blob);
        return content;
    }

    /// <summary>The blob once it is complete; null before.</summary>
    public ImageBlob? Blob => Volatile.Read(ref _blob);

    /// <summary>The available bytes.</summary>
    public FileRange Available => new(path, start, Interlocked.Read(ref _length));

    /// <summary>Notes that bytes were added.</summary>
    public void Extend(long length) => Change(length, null);

    /// <summary>Notes that the blob is complete.</summary>
    public void Complete(ImageBlob blob) => Change(blob.Content.Length, blob);

    /// <summary>Waits until so many bytes are available, or the blob is complete.</summary>
    public async Task WaitAsync(long length, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_blob is not null || _length >= length) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Change(long length, ImageBlob? blob)
    {
        lock (_lock)
        {
            (_length, _blob) = (length, blob);
            _changed.SetResult(true);
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
