using System.Management.Automation;
using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Makes a snapshot match the parameters: creates it, replaces it, enables it, or leaves it unchanged.</summary>
[Cmdlet(
    VerbsCommon.Set, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage,
    HelpUri = HelpPages.Folder + "Set-DaytonaSnapshot.md")]
[OutputType(typeof(Snapshot))]
public sealed class SetDaytonaSnapshotCommand : SnapshotDefinitionCmdlet
{
    /// <summary>
    /// Commands that must succeed in a sandbox of a new snapshot before it replaces an old one, in order, each without a shell's syntax.
    /// Otherwise, the old snapshot stays as it is.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSandboxCommand]
    public string[]? TestCommand { get; set; }

    private protected override string Activity => $"Setting snapshot '{Name}'";

    private SetSnapshotOptions Options => new()
    {
        Timeout = LimitOf(Timeout),
        DefaultRegionId = ConnectionInUse.Region,
        VerifyAsync = TestWith(TestCommand, LimitOf(Timeout)),
        ConfirmAsync = (change, _) => Pump.AskAsync(
            () => ShouldProcess(DisplayText.Clean(change.Name), ChangeText.ActionOf(change))),
        OnStateChange = Display.ShowState,
        OnLogLine = Display.ShowLine,
        OnUpload = Display.ShowUpload,
    };

    private protected override void Process()
    {
        if (!ValidateSource(Name)) return;
        try
        {
            CreateSnapshotRequest request = MakeRequest(Name);
            SnapshotChange change = Await(stopping => Client.Snapshots.SetAsync(request, Options, stopping));
            if (change.Action == SnapshotAction.None) WriteVerbose(DisplayText.Clean($"'{Name}' is unchanged: it matches the definition."));
            if ((change.Applied || change.Action == SnapshotAction.None) && change.Snapshot is { } snapshot) WriteObject(snapshot);
        }
        catch (DaytonaException exception)
        {
            ReportFailure(SetErrors.For(exception, Name, Timeout, ConnectionInUse.ApiUrl));
        }
        finally
        {
            Display.Hide();
        }
    }
}
