using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Waits until snapshots are in a state, and emits them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "DaytonaSnapshot")]
[OutputType(typeof(Snapshot))]
public sealed class WaitDaytonaSnapshotCommand : SnapshotBatchCmdlet
{
    /// <summary>The state, or several, any of which will do.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SnapshotStateCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] State { get; set; } = [SnapshotState.Active];

    /// <summary>How long to wait for each: seconds, a TimeSpan or hh:mm:ss; 0 for ever.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>
    /// How many are waited for at once; all where it is left out. With a limit, the time of the last ones begins when the first
    /// ones' is over.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = int.MaxValue;

    private protected override int Slots => ThrottleLimit;

    private protected override string Activity => "Waiting for snapshots";

    private protected override bool TrustsGivenSnapshots => false;

    private protected override async Task HandleAsync(Snapshot snapshot)
    {
        try
        {
            Snapshot? last = IsOver(snapshot.State) ? snapshot : await Client.WaitForSnapshotAsync(
                snapshot.Id,
                new SnapshotWaitOptions
                {
                    Until = now => IsOver(now.State),
                    Timeout = LimitOf(Timeout),
                    OnChange = now => Say($"'{now.Name}' is {now.State}."),
                    Known = snapshot,
                },
                StopToken);
            if (last is null)
            {
                Fail(SnapshotError.VanishedWhileWaiting(snapshot.Name));
            }
            else if (IsWanted(last.State))
            {
                Emit(last);
            }
            else
            {
                Fail(SnapshotError.WaitEndedOtherwise(last, State));
            }
        }
        catch (SnapshotTimeoutException exception)
        {
            Fail(SnapshotError.TimedOut(
                snapshot.Name, exception.Snapshot, exception, string.Join(" or ", State), $"wait again with Wait-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}"));
        }
    }

    private bool IsOver(string state) => IsWanted(state) || state == SnapshotState.Removing || SnapshotState.IsFinal(state);

    private bool IsWanted(string state) => State.Contains(state, StringComparer.OrdinalIgnoreCase);
}
