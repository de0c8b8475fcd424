namespace Daytona.Snapshots.Logs;

/// <summary>One line of a build's log, with the build step that it belongs to.</summary>
/// <param name="Text">
/// The line without its line end. It contains no terminal control sequences except those for colour, and ends in the default colour.
/// </param>
/// <param name="Step">The step's number, from 1; null before the first step.</param>
/// <param name="Steps">The number of steps of the build, or of its stage; null before the first step.</param>
/// <param name="Instruction">The step's Dockerfile instruction, such as <c>RUN pip install numpy</c>; null before the first step.</param>
public sealed record BuildLogLine(string Text, int? Step, int? Steps, string? Instruction)
{
    /// <summary>The line.</summary>
    public override string ToString() => Text;
}

/// <summary>How a build log is read.</summary>
public sealed class BuildLogOptions
{
    /// <summary>
    /// Called for each line, in order and never concurrently, on an arbitrary thread. An exception stops reading and propagates
    /// to the caller.
    /// </summary>
    public required Action<BuildLogLine> OnLine { get; init; }

    /// <summary>
    /// Follows the log until this function ends, usually when the snapshot reaches a final state. Only the state shows the end
    /// of a build, because the log of a failed build stays open. The result is the snapshot as last read, or null if it was
    /// removed. If the property is null, the log is read up to its current end.
    /// </summary>
    public Task<Snapshot?>? Ended { get; init; }
}
