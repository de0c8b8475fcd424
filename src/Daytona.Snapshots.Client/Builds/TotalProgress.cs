namespace Daytona.Snapshots.Client.Builds;

/// <summary>The progress of several uploads as a sum.</summary>
internal sealed class TotalProgress(int contexts, Action<UploadProgress>? report)
{
    private readonly object _lock = new();
    private readonly long[] _totals = new long[contexts];
    private readonly long[] _read = new long[contexts];
    private readonly long[] _sent = new long[contexts];

    public void Set(int context, long? total = null, long? read = null, long? sent = null)
    {
        if (report is null) return;
        UploadProgress progress;
        lock (_lock)
        {
            _totals[context] = total ?? _totals[context];
            _read[context] = read ?? _read[context];
            _sent[context] = sent ?? _sent[context];
            long sum = _sent.Sum();
            progress = sum > 0
                ? new UploadProgress(UploadPhase.Sending, sum, _totals.Sum())
                : new UploadProgress(UploadPhase.Reading, _read.Sum(), _totals.Sum());
        }

        report(progress);
    }
}
