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
