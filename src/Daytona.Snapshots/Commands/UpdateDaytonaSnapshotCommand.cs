using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;
using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>Replaces a snapshot under its name. The old one is removed only when the new one is active.</summary>
[Cmdlet(
    VerbsData.Update, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage,
    HelpUri = HelpPages.Folder + "Update-DaytonaSnapshot.md")]
[Alias("uddsnap")]
[OutputType(typeof(Snapshot))]
public sealed class UpdateDaytonaSnapshotCommand : SnapshotCreationCmdlet
{
    private const string UpdatedName = "updated";

    /// <summary>The snapshot to replace: a name or an ID, or an object, which is matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The name or ID of the snapshot to replace.")]
    [Alias("Id", "InputObject")]
    [SingleSnapshotReferenceTransformation]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    public SnapshotReference Name { get; set; } = null!;

    /// <summary>
    /// Commands that must succeed in a sandbox of the new snapshot, in order, each without a shell's syntax. Otherwise, the old snapshot stays
    /// as it is.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSandboxCommand]
    public string[]? TestCommand { get; set; }

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
            // The old snapshot's name is known only when it was read, and is valid.
            CreateSnapshotRequest request = MakeRequest(UpdatedName);
            var limit = new TimeLimit(Timeout);
            if (Await(stopping => limit.RunAsync(token => FindAsync(Name, token), stopping)) is not { } old) Report(UpdateErrors.NothingToUpdate(Name));
            else if (old.General) Report(SnapshotErrors.General(old, "updated"));
            else Update(old, request with { Name = old.Name }, limit);
        }
        catch (DaytonaException exception)
        {
            ReportFailure(UpdateErrors.For(exception, Name.ToString(), Timeout, ConnectionInUse.ApiUrl, CompletionCommand, AdviceOnPull));
        }
    }

    private void Update(Snapshot old, CreateSnapshotRequest request, TimeLimit limit)
    {
        string temporaryName = SnapshotName.MakeTemporary(old.Name);
        // Each step is confirmed; declining one ends the update before anything has changed.
        string shownName = DisplayText.Clean(old.Name);
        string shownTemporaryName = DisplayText.Clean(temporaryName);
        if (!ShouldProcess(shownTemporaryName, $"Create snapshot from {Origin}")
            | (TestCommand is not null && !ShouldProcess(shownTemporaryName, "Start a sandbox to test snapshot"))
            | !ShouldProcess(shownName, "Remove snapshot")
            | !ShouldProcess(shownName, $"Create snapshot from {Origin}, which is already built")
            | !ShouldProcess(shownTemporaryName, "Remove snapshot"))
        {
            WarnOfMissingFiles(request);
            return;
        }

        request = request with { RegionId = request.RegionId ?? (old.RegionIds is { Count: > 0 } regions ? regions[0] : ConnectionInUse.Region) };
        var options = new UpdateSnapshotOptions
        {
            Timeout = limit.Remaining,
            TemporaryName = temporaryName,
            VerifyAsync = TestWith(TestCommand, LimitOf(Timeout)),
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
