namespace Daytona.Snapshots.Errors;

/// <summary>An operation did not complete within its time limit.</summary>
public sealed class SnapshotTimeoutException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The operation, and the state of the snapshot.</param>
    public SnapshotTimeoutException(string message) : base(message)
    {
    }

    /// <summary>The snapshot as last read; null if it was never read.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The time limit.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Whether the service accepted the request before the time limit, so that the operation continues on the service.</summary>
    public bool Accepted { get; init; }
}
