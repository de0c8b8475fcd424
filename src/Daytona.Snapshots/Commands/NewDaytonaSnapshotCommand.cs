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
        if (!ValidateSource(Name)) return;
        try
        {
            if (Source == FromSandbox) CaptureSandbox();
            else CreateFromImage(MakeRequest(Name));
        }
        catch (SnapshotTimeoutException exception)
        {
            string name = ArgumentText.For(Name);
            Report(exception.Accepted
                ? TimeoutErrors.StillRunning(
                    Name, exception, Timeout, $"To keep waiting, run Wait-DaytonaSnapshot {name}. To remove it, run Remove-DaytonaSnapshot {name}.")
                : TimeoutErrors.NotConfirmed(Name, exception, Timeout));
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.NameTaken && ParameterSetName == FromSandbox)
        {
            Report(SnapshotErrors.NameTaken(exception, Name, "Choose another name"));
        }
        catch (SnapshotException exception) when (exception.Failure == SnapshotFailure.CreationFailed)
        {
            Report(SnapshotErrors.CreationFailed(exception, AdviceOnPull(exception)));
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

    private void CreateFromImage(CreateSnapshotRequest request)
    {
        if (!ShouldProcess(DisplayText.Clean(Name), $"Create snapshot from {Origin}"))
        {
            WarnOfMissingFiles(request);
            return;
        }

        request = request with { RegionId = request.RegionId ?? ConnectionInUse.Region };
        WriteObject(Await(stopping => Client.Snapshots.CreateAsync(request, Options, stopping)).Snapshot);
    }

    private void CaptureSandbox()
    {
        var request = new CaptureSandboxRequest { SandboxIdOrName = Sandbox!, Name = Name, IncludeMemory = IncludeMemory };
        if (SnapshotName.Validate(Name) is { } problem)
        {
            throw new InvalidSnapshotRequestException(new SnapshotRequestProblem(SnapshotRequestField.Name, problem));
        }

        if (!ShouldProcess(DisplayText.Clean(Name), DisplayText.Clean($"Create snapshot from sandbox {Sandbox}"))) return;
        Display.ShowStatus($"Capturing sandbox {Sandbox}");
        WriteObject(Await(stopping => Client.Snapshots.CaptureAsync(request, Options, stopping)));
    }
}
