namespace Daytona.Snapshots.Errors;

/// <summary>The exception of every error that a cmdlet of this module reports.</summary>
/// <param name="message">The problem and its remedy, in one line. In Windows PowerShell, the end of a failed build's log
/// follows.</param>
/// <param name="cause">The exception that was caught; null if there is none.</param>
public sealed class SnapshotErrorException(string message, Exception? cause = null) : DaytonaException(message, cause)
{
    // Windows PowerShell shows no RecommendedAction.
    private static readonly bool ShowsOnlyMessage = Environment.Version.Major < 5;

    /// <inheritdoc/>
    public override string Message =>
        ShowsOnlyMessage && LogTail.Count > 0 ? $"{base.Message} {BuildFailureText.EndOfLog(LogTail)}" : base.Message;

    /// <summary>The snapshot as last read; null if it was not.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The failure according to the build log; null if no build failed, or its log does not report one.</summary>
    public BuildFailure? BuildFailure { get; init; }

    /// <summary>The Dockerfile instruction that failed, such as <c>RUN pip install numpy</c>; null if it is not known.</summary>
    public string? FailedInstruction => BuildFailure?.Instruction;

    /// <summary>The last lines of a failed build's log, at most twenty; empty if there are none.</summary>
    public IReadOnlyList<string> LogTail => BuildFailure?.LastLines ?? [];

    /// <summary>Whether no other item of the pipeline can succeed either.</summary>
    internal bool EndsPipeline { get; init; }
}
