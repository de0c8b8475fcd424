using System.Management.Automation;

namespace Daytona.Snapshots.Errors;

/// <summary>Errors of builds and their logs.</summary>
internal static class BuildErrors
{
    /// <summary>A pull or a build that failed.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="subject">The snapshot as the user knows it, such as <c>'app:v1'</c>.</param>
    /// <param name="advice">The remedy, as a sentence.</param>
    public static CmdletError Failed(SnapshotException exception, string subject, string advice)
    {
        Snapshot snapshot = exception.Snapshot!;
        BuildFailure? build = exception.BuildFailure;
        string detail = build?.ToString() is { Length: > 0 } text ? " " + ErrorText.Sentence(text) : "";
        string message = $"{subject} failed ({snapshot.State}){ErrorText.ReasonOf(snapshot)}.{detail} {advice}";
        string tail = TailOf(build);
        CmdletError error = ErrorId.SnapshotFailed.With(
            new SnapshotErrorException(DisplayText.Clean(message) + (ShowsRecommendedAction ? "" : tail), exception)
            {
                Snapshot = snapshot,
                BuildFailure = build,
            },
            snapshot);
        // ConciseView shows it on lines of its own, also in scripts and jobs, in which it wraps the message.
        if (ShowsRecommendedAction && tail.Length > 0)
        {
            error.Record.ErrorDetails = new ErrorDetails(error.Record.Exception.Message) { RecommendedAction = tail.TrimStart() };
        }

        return error;
    }

    /// <summary>Why a snapshot has no build log, or none yet; null if it has one.</summary>
    public static CmdletError? WhyNoLog(Snapshot snapshot, bool follows)
    {
        if (snapshot.BuildInfo is null) return NoLog(snapshot, $"'{snapshot.Name}' was not built from a Dockerfile and has no log.");
        if (snapshot.InitialRunnerId is not null) return null;
        if (SnapshotState.IsFinal(snapshot.State))
        {
            return NoLog(snapshot, $"'{snapshot.Name}' came from the service's build cache and has no log of its own.");
        }

        return follows ? null : NoLog(snapshot, $"'{snapshot.Name}' is {snapshot.State}, and its build has not started. To wait for it, use -Follow.");
    }

    public static CmdletError LogGone(Snapshot snapshot, DaytonaApiException cause) => NoLog(
        snapshot, $"The service has no build log of '{snapshot.Name}' ({snapshot.State}): {ErrorText.Sentence(cause.Message)}", cause);

    private static CmdletError NoLog(Snapshot snapshot, string message, Exception? cause = null) =>
        ErrorId.NoBuildLog.With(message, snapshot, cause);

    private static bool ShowsRecommendedAction => Environment.Version.Major > 4;

    // The lines of the log are already sanitized, and stay lines.
    private static string TailOf(BuildFailure? build)
    {
        if (build is null || build.LastLines.Count == 0) return "";
        string newLine = Environment.NewLine + "  | ";
        return $" The end of the build log:{newLine}{string.Join(newLine, build.LastLines)}";
    }
}
