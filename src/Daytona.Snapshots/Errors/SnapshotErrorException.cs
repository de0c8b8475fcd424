namespace Daytona.Snapshots.Errors;

/// <summary>A snapshot can't be handled as was asked.</summary>
/// <param name="message">What is wrong and what to do, in one line; after a failed build, the end of its log below it.</param>
/// <param name="cause">The failure behind it; null where there is none.</param>
public sealed class SnapshotErrorException(string message, Exception? cause = null) : DaytonaException(message, cause)
{
    /// <summary>The snapshot as it was last read; null where it was not.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>What the log of a failed build says of the failure; null where no build failed, or its log says nothing.</summary>
    public BuildFailure? BuildFailure { get; init; }

    /// <summary>The Dockerfile instruction that failed, as <c>RUN pip install numpy</c>; null where none is known.</summary>
    public string? FailedInstruction => BuildFailure?.Instruction;

    /// <summary>The last lines of a failed build's log, twenty at the most; empty where there are none.</summary>
    public IReadOnlyList<string> LastLogLines => BuildFailure?.LastLines ?? [];

    /// <summary>What was to be built when an update was left half done; null otherwise, and for an image of a registry.</summary>
    public Image? Definition { get; init; }
}
