namespace Daytona.Snapshots.Errors;

/// <summary>An update stopped after the old snapshot was, or may have been, removed. The build is kept under its temporary name.</summary>
public sealed class SnapshotUpdateException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The problem.</param>
    /// <param name="innerException">The cause.</param>
    public SnapshotUpdateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Whether the old snapshot is known to be removed.</summary>
    public required bool IsRemoved { get; init; }

    /// <summary>The new snapshot under its temporary name, from which sandboxes can start.</summary>
    public required Snapshot Kept { get; init; }

    /// <summary>The request that completes the update.</summary>
    public required CreateSnapshotRequest Completion { get; init; }
}
