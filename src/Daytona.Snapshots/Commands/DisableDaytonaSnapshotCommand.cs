using System.Management.Automation;
using Daytona.Snapshots.Errors;

namespace Daytona.Snapshots.Commands;

/// <summary>Disables active snapshots, so that no sandbox starts from them.</summary>
[Cmdlet(VerbsLifecycle.Disable, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot))]
public sealed class DisableDaytonaSnapshotCommand : SnapshotChangeCmdlet
{
    /// <summary>Disables those too that are not active. The service would then forget that one has failed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Disabling snapshots";

    private protected override string Participle => "disabled";

    private protected override string Goal => SnapshotState.Inactive;

    // The service disables in any state, so that only a look at this moment keeps a failure from being hidden.
    private protected override bool TrustsGivenSnapshots => false;

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot)
    {
        if (snapshot.State == SnapshotState.Inactive)
        {
            Say($"'{snapshot.Name}' is inactive already.");
            return snapshot;
        }

        if (snapshot.State != SnapshotState.Active && !Force)
        {
            Fail(SnapshotError.CannotDisable(snapshot));
            return null;
        }

        if (!await ConfirmAsync(snapshot, "Disable snapshot")) return null;

        Deadline deadline = StartDeadline();
        await deadline.KeepAsync(token => Client.DeactivateSnapshotAsync(snapshot.Id, token), StopToken);
        if (Wait) return await WaitUntilInactiveAsync(snapshot, deadline);
        return PassThru ? await deadline.KeepAsync(token => Client.FindSnapshotByIdAsync(snapshot.Id, token), StopToken) : null;
    }

    private Task<Snapshot?> WaitUntilInactiveAsync(Snapshot snapshot, Deadline deadline) => Client.WaitForSnapshotAsync(
        snapshot.Id,
        new SnapshotWaitOptions
        {
            Until = static now => now.State == SnapshotState.Inactive,
            Timeout = deadline.Left,
            Known = snapshot,
        },
        StopToken);
}
