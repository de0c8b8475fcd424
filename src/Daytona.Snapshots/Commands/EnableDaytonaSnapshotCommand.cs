using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Enables inactive snapshots, so that sandboxes can start from them again.</summary>
[Cmdlet(VerbsLifecycle.Enable, "DaytonaSnapshot", SupportsShouldProcess = true, HelpUri = HelpFolder + "Enable-DaytonaSnapshot.md")]
[OutputType(typeof(Snapshot))]
public sealed class EnableDaytonaSnapshotCommand() : SnapshotChangeCmdlet("Enabling snapshots", "enabled")
{
    private protected override string NextStepAfterTimeout(Snapshot snapshot) =>
        $"To keep waiting, run Wait-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.";

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot, Deadline limit)
    {
        // In any other state there is nothing to confirm: it is active already, or the client refuses.
        if (snapshot.State == SnapshotState.Inactive && !await ConfirmAsync(snapshot, "Enable snapshot", limit)) return null;
        return await Client.Snapshots.EnableAsync(snapshot, new ChangeSnapshotOptions { Wait = Wait }, limit);
    }
}
