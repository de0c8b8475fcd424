namespace Daytona.Snapshots.Client.Storage;

/// <summary>One context's part of the progress.</summary>
internal sealed class ContextProgress(ProgressSum sums, int context)
{
    private long _total;

    /// <summary>Takes the bytes that were read to compute the hash.</summary>
    public IProgress<long> Reading => new Reader(this);

    public void Total(long bytes)
    {
        _total = bytes;
        sums.Set(context, total: bytes);
    }

    public void Sent(long bytes) => sums.Set(context, sent: bytes);

    public void Done() => sums.Set(context, read: _total, sent: _total);

    // Progress<T> would report on another thread, and out of order.
    private sealed class Reader(ContextProgress progress) : IProgress<long>
    {
        public void Report(long value) => progress.Read(value);
    }

    private void Read(long bytes) => sums.Set(context, read: bytes);
}
