namespace Daytona.Snapshots.Client.Oci;

/// <summary>Sums up the progress of parallel work.</summary>
internal sealed class PhaseProgress(ImagePublishPhase phase, long total, Action<ImagePublishProgress>? report)
{
    private long _done;

    /// <summary>Counts bytes.</summary>
    /// <param name="bytes">The number, negative for bytes that must be sent again.</param>
    public void Add(long bytes)
    {
        long done = Interlocked.Add(ref _done, bytes);
        if (bytes != 0) report?.Invoke(new ImagePublishProgress(phase, done, total));
    }
}
