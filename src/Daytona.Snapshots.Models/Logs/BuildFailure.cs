namespace Daytona.Snapshots.Logs;

/// <summary>The failure of a build according to its log.</summary>
/// <param name="Step">The number of the step that failed, from 1; null if the log names none.</param>
/// <param name="Steps">The number of steps of the build, or of its stage; null if the log names none.</param>
/// <param name="Stage">The stage of a multi-stage build that the step belongs to, as BuildKit names it; null for any other build.</param>
/// <param name="Instruction">The Dockerfile instruction that failed, such as <c>RUN pip install numpy</c>; null if the log names none.</param>
/// <param name="Line">The line of the Dockerfile on which the instruction begins, from 1; null if it is not known.</param>
/// <param name="Reason">The builder's error message; null if there is none, for example because the builder was stopped.</param>
/// <param name="ExitCode">The exit code of the command that failed; null if no command failed.</param>
/// <param name="LastOutput">The last line that the failed step printed, without the builder's own report; null if it printed nothing.</param>
public sealed record BuildFailure(
    int? Step, int? Steps, string? Stage, string? Instruction, int? Line = null, string? Reason = null, int? ExitCode = null, string? LastOutput = null)
{
    /// <summary>The last lines of the log, at most twenty, without colour.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];

    /// <summary>The step, its instruction and the reason, as far as known, in one line.</summary>
    /// <returns>A line such as <c>Step 3/5 (RUN make): The command '/bin/sh -c make' returned a non-zero code: 2</c>, or an
    /// empty text.</returns>
    public override string ToString()
    {
        string step = Step is null ? "" : $"Step {Step}/{Steps}";
        string what = (step, Instruction) switch
        {
            (_, null) => step,
            ("", _) => Instruction,
            _ => $"{step} ({Instruction})",
        };
        return Reason is null ? what : what.Length == 0 ? Reason : $"{what}: {Reason}";
    }
}
