using System.Management.Automation;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// Creates a snapshot from a registry image, a Dockerfile, an image definition or a sandbox, and waits until it is active.
/// </summary>
[Cmdlet(VerbsCommon.New, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage)]
[OutputType(typeof(Snapshot))]
public sealed class NewDaytonaSnapshotCommand : SnapshotCreationCmdlet
{
    private const string FromSandbox = "Sandbox";

    /// <summary>The name, unique in the organization. It can't be changed later.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The sandbox to capture, by ID or name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromSandbox)]
    [ValidateNotNullOrEmpty]
    public string SandboxId { get; set; } = "";

    /// <summary>Also captures the memory of a started virtual machine.</summary>
    [Parameter(ParameterSetName = FromSandbox)]
    public SwitchParameter IncludeMemory { get; set; }

    /// <summary>Returns the snapshot as soon as the service has accepted the request.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Returns an existing snapshot of that name if it is active or becomes active.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    public SwitchParameter IfNotExists { get; set; }

    private protected override string Activity => $"Creating snapshot '{Name}'";

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
        try
        {
            if (ParameterSetName == FromSandbox) CaptureSandbox();
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
        catch (DaytonaException exception)
        {
            Report(ErrorRecords.For(exception, Name, ConnectionInUse.ApiUrl));
        }
        finally
        {
            Display.Hide();
        }
    }

    private void CreateFromImage(CreateSnapshotRequest request)
    {
        if (!ShouldProcess(Name, $"Create snapshot from {Origin}"))
        {
            WarnOfMissingFiles(request);
            return;
        }

        request = request with { RegionId = request.RegionId ?? ConnectionInUse.Region };
        WriteObject(Await(stopping => Client.Snapshots.CreateAsync(request, Options, stopping)).Snapshot);
    }

    private void CaptureSandbox()
    {
        var request = new CaptureSandboxRequest { SandboxIdOrName = SandboxId, Name = Name, IncludeMemory = IncludeMemory };
        if (SnapshotName.Validate(Name) is { } problem)
        {
            throw new InvalidSnapshotRequestException(new SnapshotRequestProblem(SnapshotRequestField.Name, problem));
        }

        if (!ShouldProcess(Name, $"Create snapshot from sandbox {SandboxId}")) return;
        Display.ShowStatus($"Capturing sandbox {SandboxId}");
        WriteObject(Await(stopping => Client.Snapshots.CaptureAsync(request, Options, stopping)));
    }
}
