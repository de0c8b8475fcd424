using System.Management.Automation;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>A cmdlet that changes each snapshot it is given: removes, enables or disables it.</summary>
public abstract class SnapshotChangeCmdlet : SnapshotBatchCmdlet
{
    private protected SnapshotChangeCmdlet()
    {
    }

    /// <summary>Waits until the change is done.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long each may take, waits at a rate limit included: seconds, a TimeSpan or hh:mm:ss; 0 for ever.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How many are changed at once.</summary>
    [Parameter]
    [ValidateRange(1, MostSlots)]
    public int ThrottleLimit { get; set; } = DefaultSlots;

    /// <summary>Emits each snapshot as it is afterwards, or was before it was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override int Slots => ThrottleLimit;

    /// <summary>What happens to a snapshot, as <c>removed</c>.</summary>
    private protected abstract string Participle { get; }

    /// <summary>What a snapshot is when the change is done, as <c>gone</c>.</summary>
    private protected abstract string Goal { get; }

    /// <summary>Changes a snapshot that is one's own.</summary>
    /// <returns>The snapshot for <see cref="PassThru"/>; null where nothing was changed.</returns>
    private protected abstract Task<Snapshot?> ChangeAsync(Snapshot snapshot);

    private protected sealed override bool IncludesByWildcard(Snapshot snapshot) => !snapshot.General;

    private protected sealed override async Task HandleAsync(Snapshot snapshot)
    {
        if (snapshot.General)
        {
            Fail(SnapshotError.General(snapshot, Participle));
            return;
        }

        try
        {
            if (await ChangeAsync(snapshot) is { } changed && PassThru) Emit(changed);
        }
        catch (SnapshotTimeoutException exception) when (exception.Snapshot is null)
        {
            Fail(SnapshotError.NotTakenInTime(snapshot, Participle, exception, Timeout));
        }
        catch (SnapshotTimeoutException exception)
        {
            Fail(SnapshotError.TimedOut(snapshot.Name, exception.Snapshot, exception, Goal, GoOn(snapshot), Timeout));
        }
    }

    /// <summary>How long a change may take. It begins when it has been confirmed.</summary>
    private protected Deadline StartDeadline() => new(LimitOf(Timeout));

    /// <summary>What to do where the wait was too short.</summary>
    private protected virtual string GoOn(Snapshot snapshot) => $"look at it with Get-DaytonaSnapshot -Id {snapshot.Id}";
}
