namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that remove, enable or disable snapshots.</summary>
/// <param name="activity">The activity that Progress shows.</param>
/// <param name="pastTense">The change in the past tense, such as <c>removed</c>.</param>
public abstract class SnapshotChangeCmdlet(string activity, string pastTense) : SnapshotBatchCmdlet(activity)
{
    /// <summary>Waits until the change is complete.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Returns each snapshot as it is after the change, or as it was before it was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The next step after a timeout, as a sentence.</summary>
    private protected virtual string NextStepAfterTimeout(Snapshot snapshot) => $"To check it, run Get-DaytonaSnapshot -Id {snapshot.Id}.";

    /// <summary>Changes a snapshot within the rest of its time limit.</summary>
    /// <returns>The snapshot for <see cref="PassThru"/>; null if nothing was changed.</returns>
    private protected abstract Task<Snapshot?> ChangeAsync(Snapshot snapshot, Deadline limit);

    private protected sealed override async Task HandleAsync(Snapshot snapshot, Deadline limit)
    {
        if (snapshot.General)
        {
            PostError(ErrorTable.GeneralSnapshot.With(snapshot, detail: pastTense));
            return;
        }

        try
        {
            if (await ChangeAsync(snapshot, limit) is { } changed && PassThru) PostOutput(changed);
        }
        catch (SnapshotTimeoutException exception)
        {
            PostError(CmdletErrors.ForTimeout(exception, snapshot.Name, Timeout, NextStepAfterTimeout(snapshot)));
        }
    }
}
