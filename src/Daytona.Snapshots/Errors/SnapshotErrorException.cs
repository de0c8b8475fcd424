namespace Daytona.Snapshots.Errors;

/// <summary>A snapshot can't be handled as was asked.</summary>
/// <param name="message">What is wrong and what to do, in one line.</param>
/// <param name="cause">The failure behind it; null where there is none.</param>
public sealed class SnapshotErrorException(string message, Exception? cause = null) : DaytonaException(message, cause)
{
    /// <summary>The snapshot as it was last read; null where it was not.</summary>
    public Snapshot? Snapshot { get; init; }
}
