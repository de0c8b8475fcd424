namespace Daytona.Snapshots.Errors;

/// <summary>A snapshot is not, or did not become, what an operation needs.</summary>
public sealed class SnapshotException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="failure">The reason.</param>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="message">The problem.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public SnapshotException(SnapshotFailure failure, string name, string message, Exception? innerException = null) :
        base(message, innerException) => (Failure, Name) = (failure, name);

    /// <summary>The reason.</summary>
    public SnapshotFailure Failure { get; }

    /// <summary>The snapshot's name.</summary>
    public string Name { get; }

    /// <summary>The snapshot as last read; null if it was removed or never read.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>Whether the creation failed because the image could not be pulled.</summary>
    public bool IsPullFailure { get; init; }

    /// <summary>The failure according to the build log; null if the log does not report one or no build failed.</summary>
    public BuildFailure? BuildFailure { get; init; }
}
