namespace Daytona.Snapshots.Logs;

/// <summary>One line of a build's log, with the build step that it belongs to.</summary>
public sealed class BuildLogLine
{
    /// <summary>
    /// The line without its line end. It contains no terminal control sequences except those for colour, and ends in the
    /// default colour.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>The step's number, from 1; null before the first step.</summary>
    public int? Step { get; init; }

    /// <summary>The number of steps of the build, or of its stage; null before the first step.</summary>
    public int? Steps { get; init; }

    /// <summary>The step's Dockerfile instruction, such as <c>RUN pip install numpy</c>; null before the first step.</summary>
    public string? Instruction { get; init; }

    /// <summary>The line.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
