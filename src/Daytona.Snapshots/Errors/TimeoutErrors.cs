using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Errors;

/// <summary>Errors of operations that did not complete in time.</summary>
internal static class TimeoutErrors
{
    /// <summary>The service accepted the request, and the operation continues.</summary>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="exception">The timeout.</param>
    /// <param name="limit">The time limit that the user gave; a wait may have had only the rest of it.</param>
    /// <param name="nextStep">How to keep waiting, as a sentence.</param>
    public static CmdletError StillRunning(string name, SnapshotTimeoutException exception, TimeSpan limit, string nextStep) =>
        ErrorId.SnapshotTimeout.With(
            $"Timed out after {ErrorText.Duration(limit)}: '{name}' is {(exception.Snapshot is { State.Length: > 0 } snapshot ? $"still {snapshot.State}" : "in an unknown state")}. " +
            $"The operation continues on the service. {nextStep}",
            (object?)exception.Snapshot ?? name,
            exception,
            exception.Snapshot);

    /// <summary>The service did not respond, so nobody can tell what became of the last request.</summary>
    public static CmdletError NotConfirmed(object target, SnapshotTimeoutException exception, TimeSpan limit) => ErrorId.SnapshotTimeout.With(
        $"Timed out after {ErrorText.Duration(limit)}: the service did not confirm the request{ErrorText.About(target)}, but may have accepted it. To check, run Get-DaytonaSnapshot {ArgumentText.For(NameOf(target))}.",
        target,
        exception);

    /// <summary>A lookup or listing whose response did not come.</summary>
    public static CmdletError NoResponse(SnapshotTimeoutException exception, object? target) => ErrorId.SnapshotTimeout.With(
        $"Timed out after {ErrorText.Duration(exception.Timeout)}: the service did not answer the request{ErrorText.About(target)}, and nothing was changed. Try again later, or with a longer -Timeout.",
        target,
        exception);

    private static string NameOf(object target) => target is Snapshot snapshot ? snapshot.Name : target.ToString()!;
}
