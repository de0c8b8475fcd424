using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Makes a snapshot match the parameters: creates it, replaces it, enables it, or leaves it unchanged.</summary>
[Cmdlet(
    VerbsCommon.Set, "DaytonaSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = FromProperties,
    HelpUri = HelpFolder + "Set-DaytonaSnapshot.md")]
[OutputType(typeof(Snapshot))]
public sealed class SetDaytonaSnapshotCommand : SnapshotDefinitionCmdlet
{
    private bool _replaces;

    /// <summary>
    /// Commands that must succeed in a sandbox of a new snapshot before it replaces an old one, in order, each without a shell's syntax.
    /// Otherwise, the old snapshot stays as it is.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSandboxCommand]
    public string[]? TestCommand { get; set; }

    /// <summary>Also replaces a snapshot that does not differ, for example because a tag now refers to another image.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Keeps the entrypoint of an existing snapshot if neither the parameters nor the Dockerfile have one.</summary>
    [Parameter]
    public SwitchParameter KeepEntrypoint { get; set; }

    private protected override string Activity => $"Setting snapshot '{Name}'";

    private protected override bool KeepsSource => true;

    private SetSnapshotOptions Options => new()
    {
        Timeout = LimitOf(Timeout),
        Force = Force,
        KeepEntrypoint = KeepEntrypoint,
        VerifyAsync = TestWith(TestCommand, LimitOf(Timeout)),
        ConfirmAsync = (change, _) => Pump.AskAsync(() => Confirm(change)),
        OnStateChange = Display.ShowState,
        OnLogLine = Display.ShowLine,
        OnUpload = Display.ShowUpload,
    };

    private protected override void Process()
    {
        if (!ValidateSource()) return;
        _replaces = false;
        Make(() =>
        {
            CreateSnapshotRequest request = MakeRequest();
            SnapshotChange change = Await(stopping => Client.Snapshots.SetAsync(request, Options, stopping));
            if (!change.Applied && change.Action != SnapshotAction.None)
            {
                WarnOfMissingFiles(request);
                return;
            }

            Display.ShowResult(change.Action, ChangeText.ResultOf(change));
            WriteObject(change.Snapshot);
        });
    }

    private protected override ErrorRecord ErrorOf(DaytonaException exception) =>
        CmdletErrors.ForSet(exception, Name, Timeout, ServiceUrl, _replaces, AdviceOn(exception));

    private bool Confirm(SnapshotChange change)
    {
        _replaces = change.Action == SnapshotAction.Replace;
        return ShouldProcess(DisplayText.Clean(change.Name), ChangeText.ActionOf(change, isTested: TestCommand is not null));
    }
}
