namespace Daytona.Snapshots.Commands;

/// <summary>Removes snapshots, several at once.</summary>
[Cmdlet(VerbsCommon.Remove, "DaytonaSnapshot", SupportsShouldProcess = true, HelpUri = HelpFolder + "Remove-DaytonaSnapshot.md")]
[Alias("rdsnap")]
[OutputType(typeof(Snapshot))]
public sealed class RemoveDaytonaSnapshotCommand() : SnapshotChangeCmdlet("Removing snapshots", "removed")
{
    /// <summary>Removes the matches of a pattern without literal text, such as <c>*</c>, without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool TrustsGivenSnapshots => true;

    private protected override (string Verb, string Advice)? Question => Force ? null : ("Remove", "To remove them without a question, use -Force.");

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot, Deadline limit)
    {
        if (!await ConfirmAsync(snapshot, "Remove snapshot", limit)) return null;
        await Client.Snapshots.RemoveAsync(snapshot, new ChangeSnapshotOptions { Wait = Wait }, limit, AwaitWithoutSlotAsync);
        return snapshot;
    }
}
