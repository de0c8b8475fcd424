using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Waits until snapshots are in a state, and returns them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "DaytonaSnapshot", HelpUri = HelpFolder + "Wait-DaytonaSnapshot.md")]
[Alias("wdsnap")]
[OutputType(typeof(Snapshot))]
public sealed class WaitDaytonaSnapshotCommand() : SnapshotBatchCmdlet("Waiting for snapshots")
{
    /// <summary>The state to wait for, or several: any of them ends the wait.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] State { get; set; } = [SnapshotState.Active];

    /// <summary>
    /// The number of snapshots that are waited for at once. By default, all. With a limit, the time of the last ones starts
    /// when the first waits have ended.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public override int ThrottleLimit { get; set; } = int.MaxValue;

    private protected override bool IncludesGeneral => true;

    private protected override void Begin() => WarnOfUnknownStates(State);

    private protected override async Task HandleAsync(Snapshot snapshot, Deadline limit)
    {
        try
        {
            Snapshot? last = IsOver(snapshot.State) ? snapshot : await Client.Snapshots.WaitAsync(
                snapshot,
                new SnapshotWaitOptions
                {
                    Until = now => IsOver(now.State),
                    OnChange = now => PostVerbose($"'{now.Name}' is {now.State}."),
                },
                limit);
            if (last is null)
            {
                PostError(ErrorTable.Find(SnapshotFailure.Removed).With(snapshot.Name));
            }
            else if (IsWanted(last.State))
            {
                PostOutput(last);
            }
            else
            {
                PostError(ErrorTable.StateNotReached.With(new ErrorFacts { Target = last, Snapshot = last, Detail = string.Join(" or ", State) }));
            }
        }
        catch (SnapshotTimeoutException exception)
        {
            PostError(CmdletErrors.ForWait(
                exception, snapshot.Name, Timeout, $"To keep waiting, run Wait-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}."));
        }
    }

    private bool IsOver(string state) => IsWanted(state) || state == SnapshotState.Removing || SnapshotState.IsFinal(state);

    private bool IsWanted(string state) => State.Contains(state, StringComparer.OrdinalIgnoreCase);
}
