using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Errors;

/// <summary>Errors of updates. Each says what became of the old snapshot.</summary>
internal static class UpdateErrors
{
    public static CmdletError For(
        DaytonaException exception,
        string name,
        TimeSpan limit,
        Uri? apiUrl,
        Func<CreateSnapshotRequest, string> commandFor,
        Func<SnapshotException, string> adviceOnPull) =>
        exception switch
        {
            SnapshotTimeoutException timeout => ErrorId.SnapshotTimeout.With(
                $"Timed out after {ErrorText.Duration(limit)}: the new '{name}' is not active yet. The old one is unchanged. Try again with a longer -Timeout.",
                name, timeout, timeout.Snapshot),
            SnapshotUpdateException incomplete => Incomplete(incomplete, name, commandFor(incomplete.Completion)),
            SnapshotException { Failure: SnapshotFailure.CreationFailed } failed => BuildErrors.Failed(
                failed, $"The new '{name}'", $"The old one is unchanged.{adviceOnPull(failed)}"),
            SnapshotException { Failure: SnapshotFailure.Removed } removed => ErrorId.SnapshotRemoved.With(
                $"'{removed.Name}', which was to replace '{name}', was removed by someone else. The old one is unchanged. Try again.", name, removed),
            SnapshotException other => SnapshotErrors.For(other, name),
            SnapshotTestException test => TestErrors.FailedUpdate(test, name),
            DaytonaApiException { Reason: ApiErrorReason.QuotaExceeded } quota => ErrorId.QuotaExceeded.With(
                $"An update needs room for one more snapshot until the old one is removed: {ErrorText.Sentence(quota.Message)} '{name}' is unchanged. Remove a snapshot that is no longer used, or request a higher quota.",
                name, quota),
            _ => ErrorRecords.For(exception, name, apiUrl),
        };

    public static CmdletError NothingToUpdate(SnapshotReference reference) => ErrorId.SnapshotNotFound.With(
        $"No snapshot is named '{reference}'. Names are case-sensitive. To create it, run New-DaytonaSnapshot {ArgumentText.For(reference.ToString())}.", reference.Source);

    private static CmdletError Incomplete(SnapshotUpdateException exception, string name, string command)
    {
        string what = exception.IsRemoved
            ? $"The old '{name}' was removed, but the new one could not take its name"
            : $"It is not known whether the old '{name}' was removed";
        string message = $"{what}: {ErrorText.Sentence(exception.Message)} Sandboxes can start from '{exception.Kept.Name}', which holds the build. " +
            $"{(exception.IsRemoved ? "To complete the update, run" : "If it was, complete the update with")}: {command}";
        return ErrorId.SnapshotUpdateIncomplete.With(
            new SnapshotErrorException(message, exception) { Snapshot = exception.Kept, Definition = exception.Completion.Image },
            exception.Kept);
    }
}
