using System.Management.Automation;
using Daytona.Snapshots.Client.Operations;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Removes snapshots, several at once.</summary>
[Cmdlet(
    VerbsCommon.Remove, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpFolder + "Remove-DaytonaSnapshot.md")]
[Alias("rdsnap")]
[OutputType(typeof(Snapshot))]
public sealed class RemoveDaytonaSnapshotCommand : SnapshotChangeCmdlet
{
    /// <summary>Removes the matches of a pattern without literal text, such as <c>*</c>, without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Removing snapshots";

    private protected override string PastTense => "removed";

    private protected override bool TrustsGivenSnapshots => true;

    private protected override bool AsksForPatternsWithoutText => !Force && base.AsksForPatternsWithoutText;

    private protected override bool ConfirmPattern(ResourceReference reference, int count) => AskToContinue(
        $"Remove all {count} snapshots that match '{reference}'?", "To remove them without a question, use -Force.");

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot, Deadline limit)
    {
        if (!await ConfirmAsync(snapshot, "Remove snapshot", limit)) return null;
        await Client.Snapshots.RemoveAsync(snapshot, new ChangeSnapshotOptions { Wait = Wait }, limit, AwaitWithoutSlotAsync);
        return snapshot;
    }
}
