namespace Daytona.Snapshots.Commands;

/// <summary>Disables active snapshots, so that no sandbox starts from them.</summary>
[Cmdlet(VerbsLifecycle.Disable, "DaytonaSnapshot", SupportsShouldProcess = true, HelpUri = HelpFolder + "Disable-DaytonaSnapshot.md")]
[OutputType(typeof(Snapshot))]
public sealed class DisableDaytonaSnapshotCommand() : SnapshotChangeCmdlet("Disabling snapshots", "disabled")
{
    /// <summary>Also disables snapshots that are not active. The service then no longer shows that one failed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    // -Force has another meaning here: it must not hide failures only to avoid a question.
    private protected override (string Verb, string Advice)? Question => ("Disable", "To disable them without a question, use -Confirm:$false.");

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot, Deadline limit)
    {
        // In any other state there is nothing to confirm: it is inactive already, or the client refuses.
        bool changes = snapshot.State == SnapshotState.Active || (Force && snapshot.State != SnapshotState.Inactive);
        if (changes && !await ConfirmAsync(snapshot, "Disable snapshot", limit)) return null;
        return await Client.Snapshots.DisableAsync(snapshot, new DisableSnapshotOptions { Wait = Wait, Force = Force }, limit);
    }
}
