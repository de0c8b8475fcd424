namespace Daytona.Snapshots;

/// <summary>A wait was not over in time.</summary>
public sealed class SnapshotTimeoutException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was waited for, and how it was left.</param>
    public SnapshotTimeoutException(string message) : base(message)
    {
    }

    /// <summary>The snapshot as it was last read; null where no reading succeeded.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>How long was waited.</summary>
    public required TimeSpan Timeout { get; init; }
}
