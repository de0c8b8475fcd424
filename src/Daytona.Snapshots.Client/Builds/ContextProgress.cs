namespace Daytona.Snapshots.Client.Builds;

/// <summary>The share of one context in the progress of an upload.</summary>
internal sealed class ContextProgress(TotalProgress total, int context) : IProgress<long>
{
    private long _length;

    /// <summary>Takes the length of the context in bytes.</summary>
    public void SetLength(long bytes)
    {
        _length = bytes;
        total.Set(context, total: bytes);
    }

    /// <summary>Takes the number of bytes read so far to compute the hash. Progress&lt;T&gt; would report later and out of order.</summary>
    public void Report(long value) => total.Set(context, read: value);

    /// <summary>Takes the number of bytes sent so far.</summary>
    public void SetSent(long bytes) => total.Set(context, sent: bytes);

    /// <summary>Reports the context as complete, even if nothing had to be sent.</summary>
    public void Complete() => total.Set(context, read: _length, sent: _length);
}
