using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Replaces a snapshot under its name. The old one is removed only when the new one is active.</summary>
[Cmdlet(VerbsData.Update, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage)]
[OutputType(typeof(Snapshot))]
public sealed class UpdateDaytonaSnapshotCommand : SnapshotCreationCmdlet
{
    /// <summary>The snapshot to replace: a name or an ID, or an object, which is matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "InputObject")]
    [SingleSnapshotReferenceTransformation]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    public SnapshotReference Name { get; set; } = null!;

    private protected override string Activity => $"Updating snapshot '{Name}'";

    private protected override void Process()
    {
        if (Name.Problem is not null)
        {
            Report(SnapshotErrors.Unusable(Name));
            return;
        }

        if (!ValidateSource(Name.ToString())) return;
        try
        {
            if (Await(stopping => FindAsync(Name, stopping)) is not { } old) Report(UpdateErrors.NothingToUpdate(Name));
            else if (old.General) Report(SnapshotErrors.General(old, "updated"));
            else Update(old);
        }
        catch (DaytonaException exception)
        {
            Report(UpdateErrors.For(exception, Name.ToString(), Timeout, ConnectionInUse.ApiUrl, CompletionCommand));
        }
    }

    private void Update(Snapshot old)
    {
        string temporaryName = SnapshotName.MakeTemporary(old.Name);
        // Each step is confirmed; declining one ends the update before anything has changed.
        if (!ShouldProcess(temporaryName, $"Create snapshot from {Origin}")
            | !ShouldProcess(old.Name, "Remove snapshot")
            | !ShouldProcess(old.Name, $"Create snapshot from {Origin}, which is already built")
            | !ShouldProcess(temporaryName, "Remove snapshot"))
        {
            return;
        }

        CreateSnapshotRequest request = RequestFor(old.Name);
        request = request with { RegionId = request.RegionId ?? (old.RegionIds is { Count: > 0 } regions ? regions[0] : ConnectionInUse.Region) };
        var options = new UpdateSnapshotOptions
        {
            Timeout = LimitOf(Timeout),
            TemporaryName = temporaryName,
            OnStateChange = Display.ShowState,
            OnLogLine = Display.ShowLine,
            OnUpload = Display.ShowUpload,
        };
        try
        {
            WriteObject(Await(stopping => Client.Snapshots.UpdateAsync(old, request, options, stopping)));
        }
        finally
        {
            Display.Hide();
        }
    }

    // For a user who completes an update. An image definition has no name, but the error contains it.
    private string CompletionCommand(CreateSnapshotRequest request) => CreationCommand.Write(
        request,
        Source switch
        {
            FromImage => $"-Image {ArgumentText.Quote(Image!)}",
            FromDockerfile => $"-Dockerfile {FullPath(Dockerfile!)}" + (Context is null ? "" : $" -Context {FullPath(Context)}"),
            _ => "-Definition $Error[0].Exception.Definition",
        });

    private string FullPath(string path) => ArgumentText.Quote(PowerShellPath.Resolve(SessionState, path));
}
