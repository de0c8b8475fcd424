using System.Management.Automation;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Enables inactive snapshots, so that sandboxes can start from them again.</summary>
[Cmdlet(VerbsLifecycle.Enable, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot))]
public sealed class EnableDaytonaSnapshotCommand : SnapshotBatchCmdlet
{
    /// <summary>Waits until they are active.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for each: seconds, a TimeSpan or hh:mm:ss; 0 for ever.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How many are worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, MostSlots)]
    public int ThrottleLimit { get; set; } = DefaultSlots;

    /// <summary>Emits each snapshot as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override int Slots => ThrottleLimit;

    private protected override string Activity => "Enabling snapshots";

    // What was read a while ago may be active or inactive by now.
    private protected override bool TrustsGivenSnapshots => false;

    private protected override bool IncludesByWildcard(Snapshot snapshot) => !snapshot.General;

    private protected override async Task HandleAsync(Snapshot snapshot)
    {
        if (snapshot.General)
        {
            Fail(SnapshotError.General(snapshot, "enabled"));
            return;
        }

        if (snapshot.State == SnapshotState.Active)
        {
            Say($"'{snapshot.Name}' is active already.");
        }
        else if (snapshot.State != SnapshotState.Inactive)
        {
            Fail(SnapshotError.CannotEnable(snapshot, cause: null));
            return;
        }
        else
        {
            if (!await ConfirmAsync(snapshot, "Enable snapshot")) return;

            using ISnapshotListener? listener = Wait ? await Client.ListenAsync(snapshot.Name, StopToken) : null;
            if (await ActivateAsync(snapshot) is not { } activated) return;
            snapshot = activated;
            if (listener is not null)
            {
                if (await WaitUntilActiveAsync(snapshot, listener) is not { } active) return;
                snapshot = active;
            }
        }

        if (PassThru) Emit(snapshot);
    }

    private async Task<Snapshot?> ActivateAsync(Snapshot snapshot)
    {
        try
        {
            return await Client.ActivateSnapshotAsync(snapshot.Id, StopToken);
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 400)
        {
            // A 400 has several reasons that only its words tell apart; what the snapshot is now tells them better.
            if (await Client.FindSnapshotByIdAsync(snapshot.Id, StopToken) is not { } now) throw;
            if (now.State == SnapshotState.Active)
            {
                Say($"'{now.Name}' is active already.");
                return now;
            }

            if (now.State != SnapshotState.Inactive)
            {
                Fail(SnapshotError.CannotEnable(now, exception));
                return null;
            }

            if (!exception.Message.Contains("deactivation is still in progress")) throw;
            Fail(SnapshotError.CoolingDown(now, exception));
            return null;
        }
    }

    private async Task<Snapshot?> WaitUntilActiveAsync(Snapshot snapshot, ISnapshotListener listener)
    {
        try
        {
            Snapshot? last = await Client.WaitForSnapshotAsync(
                snapshot.Id,
                new SnapshotWaitOptions
                {
                    Until = static now => SnapshotState.IsFinal(now.State) || now.State == SnapshotState.Removing,
                    Timeout = LimitOf(Timeout),
                    OnChange = now => Say($"'{now.Name}' is {now.State}."),
                    Known = snapshot,
                    Listener = listener,
                },
                StopToken);
            if (last?.State == SnapshotState.Active) return last;
            Fail(last is null
                ? SnapshotError.VanishedWhileWaiting(snapshot.Name)
                : SnapshotError.WaitEndedOtherwise(last, [SnapshotState.Active]));
        }
        catch (SnapshotTimeoutException exception)
        {
            Fail(SnapshotError.TimedOut(
                snapshot.Name, exception.Snapshot, exception, "active", $"wait on with Wait-DaytonaSnapshot {snapshot.Name}"));
        }

        return null;
    }
}
