namespace Daytona.Snapshots.Errors;

/// <summary>Errors of snapshots that could not be made what a definition says. Running the command again completes them.</summary>
internal static class SetErrors
{
    public static CmdletError For(DaytonaException exception, string name, TimeSpan limit, Uri? apiUrl) => exception switch
    {
        SnapshotTimeoutException { Snapshot: { } snapshot } timeout => TimeoutErrors.StillRunning(
            snapshot.Name, timeout, limit, "To complete the change, run the command again."),
        SnapshotTimeoutException timeout => TimeoutErrors.NotConfirmed(name, timeout, limit),
        SnapshotUpdateException incomplete => ErrorId.SnapshotUpdateIncomplete.With(
            $"The old '{name}' {(incomplete.IsRemoved ? "was" : "may have been")} removed, but the new one could not take its name: " +
            $"{ErrorText.Sentence(incomplete.Message)} Sandboxes can start from '{incomplete.Kept.Name}', which holds the build. To complete the change, run the command again.",
            incomplete.Kept, incomplete),
        SnapshotException { Failure: SnapshotFailure.CreationFailed, Snapshot: { } failed } failure => failed.Name == name
            ? BuildErrors.Failed(failure, $"'{name}'", "To try again, run the command again.")
            : BuildErrors.Failed(failure, $"The new '{name}'", "The old one is unchanged."),
        SnapshotException { Failure: SnapshotFailure.NameTaken, Snapshot: { General: true } general } => SnapshotErrors.General(general, "replaced"),
        SnapshotException { Failure: SnapshotFailure.NameTaken } taken => ErrorId.SnapshotExists.With(
            $"Someone else creates snapshots named '{name}' at the same time. Run the command again.", name, taken, taken.Snapshot),
        SnapshotException { Failure: SnapshotFailure.Removed } removed => ErrorId.SnapshotRemoved.With(
            $"'{removed.Name}' was removed by someone else in the meantime. Run the command again.", name, removed),
        SnapshotTestException test => TestErrors.FailedUpdate(test, name),
        SnapshotException other => SnapshotErrors.For(other, name),
        _ => ErrorRecords.For(exception, name, apiUrl),
    };
}
