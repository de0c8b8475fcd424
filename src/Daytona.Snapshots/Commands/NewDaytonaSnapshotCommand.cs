using System.Management.Automation;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// Creates a snapshot from a registry image, a Dockerfile, an image definition or a sandbox, and waits until it is active.
/// </summary>
[Cmdlet(
    VerbsCommon.New, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage,
    HelpUri = HelpPages.Folder + "New-DaytonaSnapshot.md")]
[Alias("ndsnap")]
[OutputType(typeof(Snapshot))]
public sealed class NewDaytonaSnapshotCommand : SnapshotDefinitionCmdlet
{
    /// <summary>The sandbox to capture, by ID or name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromSandbox, HelpMessage = "The ID or name of a sandbox.")]
    [ValidateNotNullOrEmpty]
    public string SandboxId { get; set; } = "";

    /// <summary>Also captures the memory of a started virtual machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromSandbox)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [SwitchTransformation]
    public SwitchParameter IncludeMemory { get; set; }

    /// <summary>Returns the snapshot as soon as the service has accepted the request.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [SwitchTransformation]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Returns an existing snapshot of that name if it is active or becomes active.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [SwitchTransformation]
    public SwitchParameter IfNotExists { get; set; }

    private protected override string Activity => $"Creating snapshot '{Name}'";

    private protected override IReadOnlyList<string> Sources =>
        OptionalText.IsEmpty(Sandbox) ? base.Sources : [.. base.Sources, FromSandbox];

    private string? Sandbox => IsPiped ? InputObject!.SandboxId : SandboxId;

    private CreateSnapshotOptions Options => new()
    {
        Wait = !NoWait,
        IfNotExists = IfNotExists,
        Timeout = LimitOf(Timeout),
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
        else if (ValidateSource(Name)
            && ShouldProcess(DisplayText.Clean(Name), $"Create snapshot from {(Source == FromSandbox ? DisplayText.Clean($"sandbox {Sandbox}") : Origin)}"))
        {
            Create();
        }
    }

    private void Create()
    {
        try
        {
            WriteObject(Source == FromSandbox ? Capture() : CreateFromImage());
        }
        catch (SnapshotTimeoutException exception)
        {
            string name = ArgumentText.For(Name);
            Report(exception.Accepted
                ? TimeoutErrors.StillRunning(
                    Name, exception, Timeout, $"To keep waiting, run Wait-DaytonaSnapshot {name}. To remove it, run Remove-DaytonaSnapshot {name}.")
                : TimeoutErrors.NotAccepted(Name, exception, Timeout));
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.NameTaken && ParameterSetName == FromSandbox)
        {
            Report(SnapshotErrors.NameTaken(exception, Name, "Choose another name"));
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.CreationFailed)
        {
            ReportFailure(SnapshotErrors.CreationFailed(exception, AdviceOnPull(exception)));
        }
        catch (DaytonaException exception)
        {
            ReportFailure(ErrorRecords.For(exception, Name, ConnectionInUse.ApiUrl));
        }
        finally
        {
            Display.Hide();
        }
    }

    private Snapshot CreateFromImage()
    {
        CreateSnapshotRequest request = RequestFor(Name);
        request = request with { RegionId = request.RegionId ?? ConnectionInUse.Region };
        return Await(stopping => Client.Snapshots.CreateAsync(request, Options, stopping)).Snapshot;
    }

    private Snapshot Capture()
    {
        Display.ShowStatus($"Capturing sandbox {Sandbox}");
        var request = new CaptureSandboxRequest { SandboxIdOrName = Sandbox!, Name = Name, IncludeMemory = IncludeMemory };
        return Await(stopping => Client.Snapshots.CaptureAsync(request, Options, stopping));
    }
}
