using System.Management.Automation;
using Daytona.Snapshots.Display;

namespace Daytona.Snapshots.Commands;

/// <summary>Makes a snapshot match the parameters: creates it, replaces it, enables it, or leaves it unchanged.</summary>
[Cmdlet(VerbsCommon.Set, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage)]
[OutputType(typeof(Snapshot))]
public sealed class SetDaytonaSnapshotCommand : SnapshotDefinitionCmdlet
{
    private protected override string Activity => $"Setting snapshot '{Name}'";

    private SetSnapshotOptions Options => new()
    {
        Timeout = LimitOf(Timeout),
        DefaultRegionId = ConnectionInUse.Region,
        ConfirmAsync = (change, _) => Pump.AskAsync(
            () => ShouldProcess(DisplayText.Clean(change.Name), ChangeText.ActionOf(change))),
        OnStateChange = Display.ShowState,
        OnLogLine = Display.ShowLine,
        OnUpload = Display.ShowUpload,
    };

    private protected override void Process()
    {
        if (SnapshotName.Validate(Name) is { } problem)
        {
            Report(ErrorId.InvalidSnapshotName.With(problem, Name));
        }
        else if (ValidateSource(Name))
        {
            Set();
        }
    }

    private void Set()
    {
        try
        {
            CreateSnapshotRequest request = RequestFor(Name);
            SnapshotChange change = Await(stopping => Client.Snapshots.SetAsync(request, Options, stopping));
            if (change.Action == SnapshotAction.None) WriteVerbose(DisplayText.Clean($"'{Name}' is unchanged: it matches the definition."));
            if ((change.Applied || change.Action == SnapshotAction.None) && change.Snapshot is { } snapshot) WriteObject(snapshot);
        }
        catch (DaytonaException exception)
        {
            Report(SetErrors.For(exception, Name, Timeout, ConnectionInUse.ApiUrl));
        }
        finally
        {
            Display.Hide();
        }
    }
}
