using System.Management.Automation;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Disables active snapshots, so that no sandbox starts from them.</summary>
[Cmdlet(VerbsLifecycle.Disable, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot))]
public sealed class DisableDaytonaSnapshotCommand : SnapshotBatchCmdlet
{
    /// <summary>Disables those too that are not active. The service would then forget that one has failed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Waits until they are seen to be inactive.</summary>
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

    private protected override string Activity => "Disabling snapshots";

    // The service disables in any state, so that only a look at this moment keeps a failure from being hidden.
    private protected override bool TrustsGivenSnapshots => false;

    private protected override bool IncludesByWildcard(Snapshot snapshot) => !snapshot.General;

    private protected override async Task HandleAsync(Snapshot snapshot)
    {
        if (snapshot.General)
        {
            Fail(SnapshotError.General(snapshot, "disabled"));
            return;
        }

        if (snapshot.State == SnapshotState.Inactive)
        {
            Say($"'{snapshot.Name}' is inactive already.");
            if (PassThru) Emit(snapshot);
            return;
        }

        if (snapshot.State != SnapshotState.Active && !Force)
        {
            Fail(SnapshotError.CannotDisable(snapshot));
            return;
        }

        if (!await ConfirmAsync(snapshot, "Disable snapshot")) return;

        await Client.DeactivateSnapshotAsync(snapshot.Id, StopToken);
        if (!Wait && !PassThru) return;

        Snapshot? disabled = Wait
            ? await WaitUntilInactiveAsync(snapshot)
            : await Client.FindSnapshotByIdAsync(snapshot.Id, StopToken);
        if (PassThru && disabled is not null) Emit(disabled);
    }

    private async Task<Snapshot?> WaitUntilInactiveAsync(Snapshot snapshot)
    {
        try
        {
            return await Client.WaitForSnapshotAsync(
                snapshot.Id,
                new SnapshotWaitOptions { Until = static now => now.State == SnapshotState.Inactive, Timeout = LimitOf(Timeout) },
                StopToken);
        }
        catch (SnapshotTimeoutException exception)
        {
            Fail(SnapshotError.TimedOut(
                snapshot.Name, exception.Snapshot, exception, "inactive", "look at it with Get-DaytonaSnapshot " + snapshot.Name));
            return null;
        }
    }
}
