namespace Daytona.Snapshots.Errors;

/// <summary>Describes a pull or a build that failed.</summary>
internal static class BuildFailureText
{
    private const int MaxInstruction = 120;
    private const int MaxOutput = 200;

    /// <summary>The state, the place and the reason, such as <c>failed (error) at line 3 of the Dockerfile, RUN exit 7: exit code 7.</c></summary>
    public static string Of(SnapshotException exception) =>
        $"failed ({exception.Snapshot!.State}){PlaceOf(exception.BuildFailure)}{ReasonOf(exception.Snapshot, exception.BuildFailure)}";

    /// <summary>The end of a build log as lines, which stay lines.</summary>
    public static string EndOfLog(IEnumerable<string> lines) =>
        string.Concat(lines.Select(static line => $"{Environment.NewLine}  | {DisplayText.CleanLogLine(line)}").Prepend("The end of the build log:"));

    private static string PlaceOf(BuildFailure? build)
    {
        string place = build switch
        {
            { Line: { } line } => $" at line {line} of the Dockerfile",
            { Step: { } step } => $" at step {step}/{build.Steps}",
            _ => "",
        };
        return build?.Instruction is { } instruction ? $"{place}, {ErrorText.Shorten(instruction, MaxInstruction)}" : place;
    }

    private static string ReasonOf(Snapshot snapshot, BuildFailure? build)
    {
        string? reason = string.IsNullOrWhiteSpace(snapshot.ErrorReason) ? build?.Reason : snapshot.ErrorReason;
        // The rest of the builder's reason is the instruction again.
        if (build is { ExitCode: { } code, Instruction: not null } && reason!.Contains(build.Reason!)) reason = $"exit code {code}";
        string sentence = reason is null ? "." : $": {ErrorText.Sentence(reason)}";
        string? last = build?.LastOutput ?? (reason is null ? build?.LastLines.LastOrDefault(static line => line.Trim().Length > 0) : null);
        return last is null || sentence.Contains(last) ? sentence : $"{sentence} The log ends with: {ErrorText.Sentence(ErrorText.Shorten(last, MaxOutput))}";
    }
}
