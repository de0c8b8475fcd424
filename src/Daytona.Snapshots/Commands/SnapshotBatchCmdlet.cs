using System.Diagnostics;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that process snapshots, several at once. A failure of one does not end the others.</summary>
/// <param name="activity">The activity that Progress shows, such as <c>Removing snapshots</c>.</param>
public abstract class SnapshotBatchCmdlet(string activity) : SnapshotCmdlet
{
    /// <summary>The default number of snapshots that are processed at once.</summary>
    internal const int DefaultSlots = 8;

    /// <summary>The maximum number of snapshots that are processed at once. More would only wait for each other.</summary>
    internal const int MaxSlots = 64;

    private static readonly TimeSpan BetweenProgress = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private int _running;
    private int _waiting;
    private int _done;
    private int _failed;
    private bool _showedProgress;

    /// <summary>The snapshots: names, IDs, wildcards, or objects, which are matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The names, IDs or wildcards of snapshots.")]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [ReferenceTransformation(typeof(Snapshot))]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    public ResourceReference[] Name { get; set; } = [];

    /// <summary>The time limit for each snapshot, including waits at a rate limit: seconds, 10m, 2h, a TimeSpan or hh:mm:ss; 0 for none.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = TimeoutTransformationAttribute.Default;

    /// <summary>The number of snapshots that are processed at once.</summary>
    [Parameter]
    [ValidateRange(1, MaxSlots)]
    public virtual int ThrottleLimit { get; set; } = DefaultSlots;

    /// <summary>Handles one snapshot within the rest of its time limit, off the pipeline thread.</summary>
    private protected abstract Task HandleAsync(Snapshot snapshot, Deadline limit);

    /// <summary>Whether a piped object is used as it is. By default, it is read again, because its state may have changed.</summary>
    private protected virtual bool TrustsGivenSnapshots => false;

    /// <summary>Whether a wildcard matches general snapshots.</summary>
    private protected virtual bool IncludesGeneral => false;

    /// <summary>
    /// The verb of the question whether to process all matches of a pattern without literal text, such as <c>*</c>, and how to skip it;
    /// null to process them without a question.
    /// </summary>
    private protected virtual (string Verb, string Advice)? Question => null;

    private protected sealed override void Process()
    {
        foreach (ResourceReference reference in Name)
        {
            if (reference.Problem is not null)
            {
                Report(ErrorTable.NotASnapshot.With(reference.Source, detail: reference.Problem));
            }
            else if (reference.HasWildcard)
            {
                HandleMatches(reference);
            }
            else
            {
                StartItem(reference, () => HandleReferenceAsync(reference));
            }
        }
    }

    private protected sealed override void End()
    {
        while (_running > 0) Pump.RunNext();
        if (_showedProgress) HideProgress(activity);
    }

    /// <summary>Asks PowerShell's ShouldProcess on the pipeline thread. The time that a person takes to answer does not count.</summary>
    private protected Task<bool> ConfirmAsync(Snapshot snapshot, string action, Deadline limit) =>
        limit.ExcludeAsync(() => Pump.AskAsync(() => ShouldProcess(DisplayText.Clean(snapshot.Name), action)));

    /// <summary>Awaits what the service does without further requests: another item takes the slot meanwhile.</summary>
    private protected async Task AwaitWithoutSlotAsync(Task wait)
    {
        Pump.Post(() => _waiting++);
        try
        {
            await wait;
        }
        finally
        {
            Pump.Post(() => _waiting--);
        }
    }

    /// <inheritdoc/>
    private protected sealed override void PostError(ErrorRecord error) => Pump.Post(() =>
    {
        _failed++;
        Report(error);
    });

    private void HandleMatches(ResourceReference reference)
    {
        string wildcard = reference.NameOrId!;
        WildcardPattern pattern = NamePattern.Find(wildcard)!;
        // -Confirm asks for each snapshot, and -Confirm:$false is an answer.
        bool isConfirmed = IsWhatIf || MyInvocation.BoundParameters.ContainsKey("Confirm");
        (string Verb, string Advice)? question = isConfirmed || NamePattern.HasLiteralText(wildcard) ? null : Question;
        // The question contains the number, so all are read before it.
        List<Snapshot> asked = [];
        // A listing counts as one item, without the time in which its items are handled.
        Deadline limit = StartDeadline(Timeout);
        using SnapshotPager pager = Client.Snapshots.GetPager(new SnapshotFilter { NameContains = NamePattern.LongestLiteral(wildcard) });
        while (Await(_ => limit.RunAsync(pager.ReadAsync)) is { } page) limit.Exclude(() => HandlePage(page.Where(snapshot => pattern.IsMatch(snapshot.Name))));
        if (question is not { } it || (asked.Count > 1 && !AskToContinue($"{it.Verb} all {asked.Count} snapshots that match '{reference}'?", it.Advice))) return;
        foreach (Snapshot snapshot in asked) StartMatch(snapshot);

        void HandlePage(IEnumerable<Snapshot> matches)
        {
            foreach (Snapshot snapshot in matches)
            {
                if (snapshot.General && !IncludesGeneral)
                {
                    WriteVerbose(DisplayText.Clean($"'{snapshot.Name}' is a general snapshot, which '{reference}' does not match."));
                }
                else if (question is null)
                {
                    StartMatch(snapshot);
                }
                else
                {
                    asked.Add(snapshot);
                }
            }
        }

        void StartMatch(Snapshot snapshot) => StartItem(snapshot, () => HandleAsync(snapshot, StartDeadline(Timeout)));
    }

    private async Task HandleReferenceAsync(ResourceReference reference)
    {
        Deadline limit = StartDeadline(Timeout);
        Snapshot? snapshot = reference.Source is Snapshot given && TrustsGivenSnapshots
            ? given
            : await limit.RunAsync(stopping => FindAsync(reference, stopping));
        if (snapshot is null)
        {
            PostError(await limit.RunAsync(stopping => ExplainMissingAsync(reference, stopping)));
        }
        else
        {
            await HandleAsync(snapshot, limit);
        }
    }

    // Waits for a free slot and starts: a confirmed change must not wait for the end of the pipeline.
    private void StartItem(object item, Func<Task> handle)
    {
        // -WhatIf reports in the order of the input.
        int slots = IsWhatIf ? 1 : ThrottleLimit;
        Pump.RunPosted();
        while (_running - _waiting >= slots) Pump.RunNext();
        _running++;
        ShowCounts();
        _ = Client;
        Start(async () =>
        {
            try
            {
                await handle();
            }
            catch (SnapshotTimeoutException exception)
            {
                // Of the lookup: a cmdlet handles those of its change.
                PostError(ErrorTable.NoResponse.With(new ErrorFacts { Cause = exception, Target = item, Limit = exception.Timeout }));
            }
            catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                PostError(ErrorFor(exception, item));
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
        _running--;
        _done++;
        if (_running > 0) ShowCounts();
    }

    private void ShowCounts()
    {
        if (_done == 0 || _sinceProgress.Elapsed < BetweenProgress) return;
        _sinceProgress.Restart();
        _showedProgress = true;
        WriteProgress(new ProgressRecord(
            0, activity, $"{_done} done" + (_failed > 0 ? $", {_failed} failed" : "") + $", {_running} in progress"));
    }
}
