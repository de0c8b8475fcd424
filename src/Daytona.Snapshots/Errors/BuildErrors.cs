using System.Management.Automation;

namespace Daytona.Snapshots.Errors;

/// <summary>Errors of builds and their logs.</summary>
internal static class BuildErrors
{
    private const int MaxInstruction = 120;
    private const int MaxOutput = 200;

    /// <summary>A pull or a build that failed.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="subject">The snapshot as the user knows it, such as <c>'app:v1'</c>.</param>
    /// <param name="advice">The remedy, as a sentence.</param>
    public static CmdletError Failed(SnapshotException exception, string subject, string advice)
    {
        Snapshot snapshot = exception.Snapshot!;
        BuildFailure? build = exception.BuildFailure;
        string message = $"{subject} failed ({snapshot.State}){PlaceOf(build)}{ReasonOf(snapshot, build)} {advice}";
        var error = new SnapshotErrorException(message, exception) { Snapshot = snapshot, BuildFailure = build };
        CmdletError failed = ErrorId.SnapshotFailed.With(error, snapshot);
        // ConciseView shows it on separate lines, also in scripts and jobs, in which it wraps the message.
        if (error.LogTail.Count > 0)
        {
            failed.Record.ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = EndOfLog(error.LogTail) };
        }

        return failed;
    }

    /// <summary>The end of a build log as lines, which stay lines.</summary>
    public static string EndOfLog(IEnumerable<string> lines) =>
        string.Concat(lines.Select(static line => $"{Environment.NewLine}  | {DisplayText.CleanLogLine(line)}").Prepend("The end of the build log:"));

    /// <summary>Why a snapshot has no build log, or none yet; null if it has one.</summary>
    public static CmdletError? WhyNoLog(Snapshot snapshot, bool follows)
    {
        if (snapshot.BuildInfo is null) return NoLog(snapshot, $"'{snapshot.Name}' was not built from a Dockerfile and has no log.");
        if (snapshot.InitialRunnerId is not null) return null;
        if (SnapshotState.IsFinal(snapshot.State))
        {
            return NoLog(snapshot, $"'{snapshot.Name}' came from the service's build cache and has no log.");
        }

        return follows ? null : NoLog(snapshot, $"'{snapshot.Name}' is {snapshot.State}, and its build has not started. To wait for it, use -Follow.");
    }

    public static CmdletError LogGone(Snapshot snapshot, DaytonaApiException cause) => NoLog(
        snapshot, $"The service has no build log of '{snapshot.Name}' ({snapshot.State}): {ErrorText.Sentence(cause.Message)}", cause);

    /// <summary>A log that exists but can't be read. It is on another host than the API, which has responded.</summary>
    public static CmdletError LogUnreadable(Snapshot snapshot, DaytonaException cause) => ErrorId.BuildLogUnreadable.With(
        $"The build log of '{snapshot.Name}' can't be read: {ErrorText.Sentence(cause.Message)} The service keeps logs on another host than the API. Try again; check that this machine can reach it, and any proxy.",
        snapshot, cause);

    private static CmdletError NoLog(Snapshot snapshot, string message, Exception? cause = null) =>
        ErrorId.NoBuildLog.With(message, snapshot, cause);

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
