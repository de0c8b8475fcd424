using System.Management.Automation;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Enables inactive snapshots, so that sandboxes can start from them again.</summary>
[Cmdlet(VerbsLifecycle.Enable, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot))]
public sealed class EnableDaytonaSnapshotCommand : SnapshotChangeCmdlet
{
    private protected override string Activity => "Enabling snapshots";

    private protected override string Participle => "enabled";

    private protected override string Goal => SnapshotState.Active;

    // What was read a while ago may be active or inactive by now.
    private protected override bool TrustsGivenSnapshots => false;

    private protected override string GoOn(Snapshot snapshot) => $"wait on with Wait-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}";

    private protected override async Task<Snapshot?> ChangeAsync(Snapshot snapshot)
    {
        if (snapshot.State == SnapshotState.Active)
        {
            Say($"'{snapshot.Name}' is active already.");
            return snapshot;
        }

        if (snapshot.State != SnapshotState.Inactive)
        {
            Fail(SnapshotError.CannotEnable(snapshot, cause: null));
            return null;
        }

        if (!await ConfirmAsync(snapshot, "Enable snapshot")) return null;

        Deadline deadline = StartDeadline();
        using ISnapshotListener? listener = Wait ? await Client.ListenAsync(snapshot.Name, StopToken) : null;
        Snapshot? activated = await deadline.KeepAsync(token => ActivateAsync(snapshot, token), StopToken);
        return activated is null || listener is null ? activated : await WaitUntilActiveAsync(activated, listener, deadline);
    }

    private async Task<Snapshot?> ActivateAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.ActivateSnapshotAsync(snapshot.Id, cancellationToken);
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 400)
        {
            // A 400 has several reasons that only its words tell apart; what the snapshot is now tells them better.
            if (await Client.FindSnapshotByIdAsync(snapshot.Id, cancellationToken) is not { } now) throw;
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

    private async Task<Snapshot?> WaitUntilActiveAsync(Snapshot snapshot, ISnapshotListener listener, Deadline deadline)
    {
        Snapshot? last = await Client.WaitForSnapshotAsync(
            snapshot.Id,
            new SnapshotWaitOptions
            {
                Until = static now => SnapshotState.IsFinal(now.State) || now.State == SnapshotState.Removing,
                Timeout = deadline.Left,
                OnChange = now => Say($"'{now.Name}' is {now.State}."),
                Known = snapshot,
                Listener = listener,
            },
            StopToken);
        if (last?.State == SnapshotState.Active) return last;

        Fail(last is null
            ? SnapshotError.VanishedWhileWaiting(snapshot.Name)
            : SnapshotError.WaitEndedOtherwise(last, [SnapshotState.Active]));
        return null;
    }
}
