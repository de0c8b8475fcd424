namespace Daytona.Snapshots.Client.Oci;

/// <summary>Sums up the progress of a publication, which reads and sends at the same time. Sending is reported once all is read.</summary>
internal sealed class PublishProgress(Action<UploadProgress>? report)
{
    private long _read;
    private long _sent;
    private long _toSend;
    private volatile bool _isRead;

    /// <summary>Bytes that will be read; 0 if unknown.</summary>
    public long ToRead { get; set; }

    /// <summary>Counts bytes that were read.</summary>
    public void AddRead(int bytes)
    {
        long read = Interlocked.Add(ref _read, bytes);
        report?.Invoke(new UploadProgress(UploadPhase.Reading, read, ToRead == 0 ? 0 : Math.Max(read, ToRead)));
    }

    /// <summary>Everything is read.</summary>
    public void EndReading()
    {
        _isRead = true;
        AddSent(0);
    }

    /// <summary>Counts bytes that have to be sent.</summary>
    public void AddToSend(long bytes) => Interlocked.Add(ref _toSend, bytes);

    /// <summary>Counts bytes that were sent, negative for those that must be sent again.</summary>
    public void AddSent(long bytes)
    {
        long sent = Interlocked.Add(ref _sent, bytes);
        if (_isRead) report?.Invoke(new UploadProgress(UploadPhase.Sending, sent, Interlocked.Read(ref _toSend)));
    }
}
