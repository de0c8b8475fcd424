namespace Daytona.Snapshots.Client.Builds;

/// <summary>The progress of several uploads as a sum.</summary>
internal sealed class TotalProgress(IReadOnlyList<BuildContext> contexts, Action<UploadProgress>? report)
{
    private readonly long _total = contexts.Sum(static context => context.TarLength);
    private readonly long[] _read = new long[contexts.Count];
    private readonly long[] _sent = new long[contexts.Count];

    /// <summary>Takes the number of bytes of a context that were read so far to compute its hash.</summary>
    public void Read(int context, long bytes) => Set(_read, context, bytes);

    /// <summary>Takes the number of bytes of a context that were sent so far.</summary>
    public void Sent(int context, long bytes) => Set(_sent, context, bytes);

    private void Set(long[] counts, int context, long bytes)
    {
        if (report is null) return;

        UploadProgress progress;
        lock (counts)
        {
            counts[context] = bytes;
            long sent = _sent.Sum();
            progress = sent > 0
                ? new UploadProgress(UploadPhase.Sending, sent, _total)
                : new UploadProgress(UploadPhase.Reading, _read.Sum(), _total);
        }

        report(progress);
    }
}
