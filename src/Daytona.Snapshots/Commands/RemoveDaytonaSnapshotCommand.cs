using System.Management.Automation;

namespace Daytona.Snapshots.Commands;

/// <summary>Removes snapshots, several at once.</summary>
[Cmdlet(VerbsCommon.Remove, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot))]
public sealed class RemoveDaytonaSnapshotCommand : SnapshotChangeCmdlet
{
    private protected override string Activity => "Removing snapshots";

    private protected override string Participle => "removed";

    private protected override string Goal => "gone";

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot)
    {
        if (!await ConfirmAsync(snapshot, "Remove snapshot")) return null;

        Deadline deadline = StartDeadline();
        using ISnapshotListener? listener = Wait ? await Client.ListenAsync(snapshot.Name, StopToken) : null;
        await deadline.KeepAsync(token => RemoveAsync(snapshot, token), StopToken);
        if (listener is not null)
        {
            await Client.WaitForSnapshotAsync(
                snapshot.Id,
                new SnapshotWaitOptions { Until = static _ => false, Timeout = deadline.Left, Known = snapshot, Listener = listener },
                StopToken);
        }

        return snapshot;
    }

    private async Task RemoveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await Client.RemoveSnapshotAsync(snapshot.Id, cancellationToken);
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 404)
        {
            // The service says 404 of what another organization shares, too. Only what can't be read either is gone.
            if (await Client.FindSnapshotByIdAsync(snapshot.Id, cancellationToken) is not null) throw;
            Say($"'{snapshot.Name}' was gone already.");
        }
    }
}
