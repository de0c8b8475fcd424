using System.Management.Automation;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Removes snapshots, several at once.</summary>
[Cmdlet(VerbsCommon.Remove, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot))]
public sealed class RemoveDaytonaSnapshotCommand : SnapshotBatchCmdlet
{
    /// <summary>Waits until they are gone, which takes some ten seconds, and their names are free again.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for each: seconds, a TimeSpan or hh:mm:ss; 0 for ever.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How many are removed at once.</summary>
    [Parameter]
    [ValidateRange(1, MostSlots)]
    public int ThrottleLimit { get; set; } = DefaultSlots;

    /// <summary>Emits each snapshot that was removed, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override int Slots => ThrottleLimit;

    private protected override string Activity => "Removing snapshots";

    private protected override bool IncludesByWildcard(Snapshot snapshot) => !snapshot.General;

    private protected override async Task HandleAsync(Snapshot snapshot)
    {
        if (snapshot.General)
        {
            Fail(SnapshotError.General(snapshot, "removed"));
            return;
        }

        if (!await ConfirmAsync(snapshot, "Remove snapshot")) return;

        using ISnapshotListener? listener = Wait ? await Client.ListenAsync(snapshot.Name, StopToken) : null;
        await RemoveAsync(snapshot);
        if (listener is not null && !await IsGoneInTimeAsync(snapshot, listener)) return;
        if (PassThru) Emit(snapshot);
    }

    private async Task RemoveAsync(Snapshot snapshot)
    {
        try
        {
            await Client.RemoveSnapshotAsync(snapshot.Id, StopToken);
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 404)
        {
            // The service says 404 of what another organization shares, too. Only what can't be read either is gone.
            if (await Client.FindSnapshotByIdAsync(snapshot.Id, StopToken) is not null) throw;
            Say($"'{snapshot.Name}' was gone already.");
        }
    }

    private async Task<bool> IsGoneInTimeAsync(Snapshot snapshot, ISnapshotListener listener)
    {
        try
        {
            await Client.WaitForSnapshotAsync(
                snapshot.Id,
                new SnapshotWaitOptions
                {
                    Until = static _ => false,
                    Timeout = LimitOf(Timeout),
                    Known = snapshot,
                    Listener = listener,
                },
                StopToken);
            return true;
        }
        catch (SnapshotTimeoutException exception)
        {
            Fail(SnapshotError.TimedOut(
                snapshot.Name, exception.Snapshot, exception, "gone", "look at it with Get-DaytonaSnapshot -Id " + snapshot.Id));
            return false;
        }
    }
}
