using Daytona.Snapshots.Client.Logs;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Waits until a snapshot is active or has failed, and reads the log of its build meanwhile.</summary>
internal sealed class SnapshotCompletion(SnapshotWaiter waiter, BuildLogs logs)
{
    /// <summary>Whether nothing more happens to a snapshot that is being created.</summary>
    public static bool IsOver(Snapshot snapshot) => SnapshotState.IsFinal(snapshot.State) || snapshot.State == SnapshotState.Removing;

    /// <summary>Waits for a creation that the service has accepted. If its state can't be read, the error says that the snapshot may exist.</summary>
    /// <exception cref="SnapshotException">The state can't be read.</exception>
    public static async Task<Snapshot> WaitForAcceptedAsync(string name, Task<Snapshot> wait)
    {
        try
        {
            return await wait.ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (exception is DaytonaApiException or DaytonaConnectionException or UnexpectedResponseException)
        {
            throw new SnapshotException(
                SnapshotFailure.MayExist, name, $"The service accepted the creation of '{name}', but its state can't be read: {exception.Message}", exception);
        }
    }

    /// <returns>The active snapshot.</returns>
    /// <exception cref="SnapshotException">The creation failed, or the snapshot was removed or changed meanwhile.</exception>
    public async Task<Snapshot> WaitUntilActiveAsync(
        Snapshot snapshot,
        SnapshotListener listener,
        BuildSnapshotOptions options,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Snapshot?> wait = waiter.WaitAsync(
            snapshot.Id,
            new SnapshotWaitOptions
            {
                Until = IsOver,
                Timeout = deadline.Remaining,
                OnChange = options.OnStateChange,
                Known = snapshot,
            },
            listener,
            ended.Token);
        try
        {
            // A snapshot that the cache made active at once has no log, and one that is only pulled has none either.
            bool isBuilt = snapshot.BuildInfo is not null && !SnapshotState.IsFinal(snapshot.State);
            BuildFailure? failure = isBuilt
                ? await logs.ReadAsync(
                    snapshot.Id,
                    new BuildLogOptions { OnLine = options.OnLogLine ?? (static _ => { }), Ended = wait },
                    deadline,
                    cancellationToken).ConfigureAwait(false)
                : null;
            Snapshot? last = await wait.ConfigureAwait(false);
            return EnsureActive(snapshot.Name, last, failure is null ? null : FailedInstruction.Locate(failure, snapshot.BuildInfo?.DockerfileContent));
        }
        finally
        {
            // An exception of a callback must not leave the wait running.
            ended.Cancel();
        }
    }

    /// <summary>Returns a snapshot that is active.</summary>
    /// <exception cref="SnapshotException">It is not.</exception>
    public static Snapshot EnsureActive(string name, Snapshot? last, BuildFailure? failure) =>
        last?.State == SnapshotState.Active ? last : throw Failed(name, last, failure);

    private static SnapshotException Failed(string name, Snapshot? last, BuildFailure? failure) => last switch
    {
        null => new SnapshotException(SnapshotFailure.Removed, name, $"'{name}' was removed before it was active."),
        _ when SnapshotState.IsFailure(last.State) => new SnapshotException(
            SnapshotFailure.CreationFailed, name, $"The creation of '{name}' failed ({last.State}).{Sentence(last.ErrorReason)}{Sentence(failure?.ToString())}")
        {
            Snapshot = last,
            BuildFailure = failure,
            IsPullFailure = last.BuildInfo is null && PullFailure.IsReason(last.ErrorReason),
        },
        _ => new SnapshotException(SnapshotFailure.Changed, name, $"'{name}' is {last.State}: it was changed before it was active.") { Snapshot = last },
    };

    private static string Sentence(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $" {text!.TrimEnd('.')}.";
}
