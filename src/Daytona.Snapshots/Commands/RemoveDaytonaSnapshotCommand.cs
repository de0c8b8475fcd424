using System.Management.Automation;
using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>Removes snapshots, several at once.</summary>
[Cmdlet(VerbsCommon.Remove, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot))]
public sealed class RemoveDaytonaSnapshotCommand : SnapshotChangeCmdlet
{
    private protected override string Activity => "Removing snapshots";

    private protected override string PastTense => "removed";

    private protected override string NextStepAfterTimeout(Snapshot snapshot) =>
        $"To check it, run Get-DaytonaSnapshot -Id {snapshot.Id}.";

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot, TimeLimit limit)
    {
        if (!await ConfirmAsync(snapshot, "Remove snapshot")) return null;
        await Client.Snapshots.RemoveAsync(snapshot, new ChangeSnapshotOptions { Wait = Wait, Timeout = limit.Remaining }, StopToken);
        return snapshot;
    }
}
