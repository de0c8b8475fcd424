using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// A cmdlet that does something to each snapshot it is given, to several at once: finds what is meant, refuses what can't
/// be, and keeps each failure beside its item.
/// </summary>
public abstract class SnapshotBatchCmdlet : DaytonaCmdlet
{
    /// <summary>How many snapshots are worked on at once where the caller does not say.</summary>
    private protected const int DefaultSlots = 8;

    /// <summary>How many can be worked on at once: more would only wait for one another.</summary>
    private protected const int MostSlots = 64;

    private static readonly TimeSpan BetweenProgress = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private int _underWay;
    private int _done;
    private int _failed;
    private bool _showedProgress;

    private protected SnapshotBatchCmdlet()
    {
    }

    /// <summary>The snapshots: names, ids, wildcards, or objects, which are taken by their id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [SnapshotReferenceTransformation]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    [SupportsWildcards]
    public SnapshotReference[] Name { get; set; } = [];

    /// <summary>How many snapshots are worked on at once.</summary>
    private protected abstract int Slots { get; }

    /// <summary>What happens, for Progress, as <c>Removing snapshots</c>.</summary>
    private protected abstract string Activity { get; }

    /// <summary>The cmdlet's own job for one snapshot. Not on the pipeline thread.</summary>
    private protected abstract Task HandleAsync(Snapshot snapshot);

    /// <summary>Whether an object that was piped in may be used as it is, or is to be read anew.</summary>
    private protected virtual bool TrustsGivenSnapshots => true;

    /// <summary>Whether a wildcard means this snapshot too.</summary>
    private protected virtual bool IncludesByWildcard(Snapshot snapshot) => true;

    private protected sealed override void Process()
    {
        foreach (SnapshotReference reference in Name)
        {
            if (reference.Fault is not null)
            {
                Report(SnapshotError.Unusable(reference));
            }
            else if (reference.HasWildcard)
            {
                HandleMatches(reference);
            }
            else
            {
                Begin(reference, () => HandleReferenceAsync(reference));
            }
        }
    }

    private protected sealed override void End()
    {
        while (_underWay > 0) Pump.RunNext();
        if (_showedProgress) WriteProgress(new ProgressRecord(0, Activity, " ") { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>Asks PowerShell's ShouldProcess on the pipeline thread.</summary>
    private protected Task<bool> ConfirmAsync(Snapshot snapshot, string action) =>
        Pump.AskAsync(() => ShouldProcess(snapshot.Name, action));

    /// <inheritdoc/>
    private protected sealed override void Fail(ErrorRecord error) => Pump.Post(() =>
    {
        _failed++;
        Report(error);
    });

    // What would happen is said in the order in which it was asked.
    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("WhatIfPreference") is SwitchParameter { IsPresent: true } or true;

    private void HandleMatches(SnapshotReference reference)
    {
        using var search = new SnapshotSearch(Client, reference.NameOrId);
        while (Await(search.ReadAsync) is { } matches)
        {
            foreach (Snapshot snapshot in matches)
            {
                if (IncludesByWildcard(snapshot))
                {
                    Begin(snapshot, () => HandleAsync(snapshot));
                }
                else
                {
                    WriteVerbose($"'{snapshot.Name}' is a general snapshot, which '{reference}' does not mean.");
                }
            }
        }
    }

    private async Task HandleReferenceAsync(SnapshotReference reference)
    {
        Snapshot? snapshot = reference.Snapshot is { } given && TrustsGivenSnapshots
            ? given
            : reference.Id is { } id
                ? await Client.FindSnapshotByIdAsync(id, StopToken)
                : await Client.FindSnapshotAsync(reference.NameOrId!, StopToken);
        if (snapshot is null)
        {
            Fail(SnapshotError.NotFound(reference));
        }
        else
        {
            await HandleAsync(snapshot);
        }
    }

    // Waits for a free slot and starts at once: what was confirmed must not wait for the pipeline's end.
    private void Begin(object item, Func<Task> handle)
    {
        int slots = IsWhatIf ? 1 : Slots;
        Pump.RunPosted();
        while (_underWay >= slots) Pump.RunNext();
        _underWay++;
        ShowProgress();
        _ = Client;
        Start(async () =>
        {
            try
            {
                await handle();
            }
            catch (DaytonaException exception)
            {
                Fail(SnapshotError.From(exception, item, Client.ApiUrl));
            }
            catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
            {
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Nobody foresaw it: it ends the pipeline, and must not pass for an item that was done.
                Pump.Post(ExceptionDispatchInfo.Capture(exception).Throw);
            }
            finally
            {
                Pump.Post(Finished);
            }

            return true;
        });
    }

    private void Finished()
    {
        _underWay--;
        _done++;
        if (_underWay > 0) ShowProgress();
    }

    private void ShowProgress()
    {
        if (_done == 0 || _sinceProgress.Elapsed < BetweenProgress) return;
        _sinceProgress.Restart();
        _showedProgress = true;
        WriteProgress(new ProgressRecord(
            0, Activity, $"{_done} done" + (_failed > 0 ? $", {_failed} of them failed" : "") + $", {_underWay} under way"));
    }
}
