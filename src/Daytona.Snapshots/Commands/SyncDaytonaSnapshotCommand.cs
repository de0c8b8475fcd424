using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;
using Daytona.Snapshots.SyncLists;

namespace Daytona.Snapshots.Commands;

/// <summary>Makes snapshots match a list: creates, replaces and enables them, and removes those that are no longer listed.</summary>
[Cmdlet(
    VerbsData.Sync, "DaytonaSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = nameof(Path),
    HelpUri = HelpFolder + "Sync-DaytonaSnapshot.md")]
[OutputType(typeof(SnapshotChange))]
public sealed class SyncDaytonaSnapshotCommand : SnapshotCmdlet
{
    private const int MaxProblems = 10;
    private const string Activity = "Synchronizing snapshots";

    private readonly List<CreateSnapshotRequest> _requests = [];
    private readonly List<string> _problems = [];
    private int _read;
    private int _done;

    /// <summary>The list: a .psd1, .json or .csv file. Paths in it are relative to the file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Path), HelpMessage = "The path of a .psd1, .json or .csv file.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// The definitions, with the parameters of New-DaytonaSnapshot as properties. Paths are relative to the current location.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject), HelpMessage = "Objects with the parameters of New-DaytonaSnapshot as properties.")]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>Removes the snapshots whose names start with <see cref="Prefix"/> and are not in the list.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>The text with which the names of all snapshots start that the list is complete for. Case-sensitive, without wildcards.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>The number of snapshots that are changed at once.</summary>
    [Parameter]
    [ValidateRange(1, SnapshotBatchCmdlet.MaxSlots)]
    public int ThrottleLimit { get; set; } = SnapshotBatchCmdlet.DefaultSlots;

    /// <summary>The time limit for each snapshot, without uploads: seconds, 10m, 2h, a TimeSpan or hh:mm:ss; 0 for none.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = TimeoutTransformationAttribute.Default;

    /// <summary>
    /// Commands that must succeed in a sandbox of a new snapshot before it replaces an old one, in order, each without a shell's syntax.
    /// Otherwise, the old snapshot stays as it is.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSandboxCommand]
    public string[]? TestCommand { get; set; }

    private protected override void Begin()
    {
        if (Prefix is not null && !Prune) Report(ErrorTable.PrefixWithoutPrune.With(Prefix));
        if (Prune && string.IsNullOrWhiteSpace(Prefix)) Report(ErrorTable.NoPrefix.With(Prefix));
        if (Prune && WildcardPattern.ContainsWildcardCharacters(Prefix)) Report(ErrorTable.WildcardPrefix.With(Prefix));
    }

    private protected override void Process()
    {
        if (ParameterSetName == nameof(InputObject))
        {
            foreach (PSObject? item in InputObject ?? [null]) Read(item, $"object {++_read}", CurrentFolder);
            return;
        }

        try
        {
            string path = PowerShellPath.Resolve(SessionState, Path);
            foreach (object? item in SnapshotDefinitionFile.Read(path))
            {
                Read(item, $"entry {++_read} of {System.IO.Path.GetFileName(path)}", System.IO.Path.GetDirectoryName(path)!);
            }
        }
        catch (DefinitionException exception)
        {
            ReportProblems([exception.Message]);
        }
    }

    private protected override void End()
    {
        if (Prune && _read == 0) Report(ErrorTable.EmptyDefinitionList.With(target: null));
        // All definitions are read before any change: a list with an error changes nothing.
        _problems.AddRange(_requests.GroupBy(static request => request.Name, StringComparer.Ordinal)
            .Where(static group => group.Count() > 1)
            .Select(static group => $"'{group.Key}' is defined more than once."));
        if (_problems.Count > 0) ReportProblems(_problems);
        IReadOnlyList<SnapshotChange> changes = IsWhatIf ? Plan() : Sync();
        List<SnapshotChange> failed = [.. changes.Where(static change => change.Failure is not null)];
        if (failed.Count == 0) return;
        bool isPruned = !Prune || IsWhatIf || changes.Any(static change => change.Action == SnapshotAction.Remove);
        Report(ErrorTable.SyncIncomplete.With(
            failed,
            detail: $"{failed.Count} of {changes.Count} snapshots could not be synchronized: {string.Join(", ", failed.Select(static change => change.Name))}." +
                (isPruned ? "" : " Nothing was pruned.")));
    }

    private SyncSnapshotOptions Options => new()
    {
        Timeout = LimitOf(Timeout),
        ThrottleLimit = ThrottleLimit,
        PrunePrefix = Prune ? Prefix : null,
        VerifyAsync = TestWith(TestCommand, LimitOf(Timeout)),
        ConfirmAsync = (change, _) => Pump.AskAsync(() => ShouldProcess(DisplayText.Clean(change.Name), ChangeText.ActionOf(change, isTested: TestCommand is not null))),
        ConfirmPruneAsync = (changes, _) => Pump.AskAsync(() => ConfirmPrune(changes)),
        OnStateChange = snapshot => PostVerbose($"'{snapshot.Name}' is {snapshot.State}."),
    };

    private IReadOnlyList<SnapshotChange> Plan()
    {
        IReadOnlyList<SnapshotChange> plan = Await(stopping => Client.Snapshots.PlanAsync(_requests, Options, stopping));
        foreach (SnapshotChange change in plan) Show(change, image: null);
        return plan;
    }

    private IReadOnlyList<SnapshotChange> Sync()
    {
        try
        {
            SyncSnapshotOptions options = Options with
            {
                OnResult = change => Pump.Post(() =>
                {
                    Show(change, _requests.FirstOrDefault(request => request.Name == change.Name)?.Image);
                    WriteProgress(new ProgressRecord(0, Activity, $"{++_done} done, {Math.Max(0, _requests.Count - _done)} left"));
                }),
            };
            return Await(stopping => Client.Snapshots.SyncAsync(_requests, options, stopping));
        }
        finally
        {
            HideProgress(Activity);
        }
    }

    private void Read(object? item, string place, string baseFolder)
    {
        try
        {
            CreateSnapshotRequest request = SnapshotDefinition.Read(
                item, place, (dockerfile, context, options) => ReadDockerfile(baseFolder, dockerfile, context, options));
            foreach (SnapshotRequestProblem problem in request.Validate())
            {
                if (problem.IsFatal) _problems.Add($"'{request.Name}' ({place}): {problem.Message}");
                else Warn($"'{request.Name}': {problem.Message}");
            }

            _requests.Add(request);
        }
        catch (DefinitionException exception)
        {
            _problems.Add(exception.Message);
        }
    }

    // A failure is a warning: an error would end the other changes if $ErrorActionPreference is Stop, which is usual in CI.
    private void Show(SnapshotChange change, ImageDefinition? image)
    {
        if (change.Failure is { } failure)
        {
            ErrorRecord error = CmdletErrors.ForSet(failure, change.Name, Timeout, ServiceUrl, change.Action == SnapshotAction.Replace);
            WriteWarning(error.Exception.Message);
            new BuildDisplay(this, Pump, Activity).ShowFailure(change.Name, error, image);
        }

        WriteObject(change);
    }

    // Asks as a cmdlet with ConfirmImpact High does, but once for all removals, and not for creations and replacements.
    private bool ConfirmPrune(IReadOnlyList<SnapshotChange> changes)
    {
        bool isAnswered = MyInvocation.BoundParameters.ContainsKey("Confirm")
            || SessionState.PSVariable.GetValue("ConfirmPreference")?.ToString() == nameof(ConfirmImpact.None);
        return isAnswered || AskToContinue(
            $"Remove the snapshots that are not in the list ({changes.Count}): {string.Join(", ", changes.Select(static change => change.Name))}?",
            "To remove them without a question, use -Confirm:$false.");
    }

    /// <summary>
    /// Ends the script like a throw statement. After any other error of a cmdlet, a script continues and exits with 0, and a CI job
    /// with a list that was not synchronized would succeed.
    /// </summary>
    private protected override void Report(ErrorRecord error)
    {
        // ConciseView names the cmdlet.
        error.CategoryInfo.Activity = MyInvocation.MyCommand.Name;
        throw MarkEnd(new RuntimeException(error.Exception.Message, error.Exception, error) { WasThrownFromThrowStatement = true });
    }

    private void ReportProblems(List<string> problems)
    {
        string more = problems.Count > MaxProblems ? $" There are {problems.Count - MaxProblems} more problems." : "";
        Report(ErrorTable.InvalidDefinition.With(
            ParameterSetName == nameof(Path) ? Path : null, detail: $"{string.Join(" ", problems.Take(MaxProblems))}{more} Nothing was changed."));
    }
}
