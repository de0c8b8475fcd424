using System.Management.Automation;
using Daytona.Snapshots.Errors;
using Daytona.Snapshots.Parameters;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// Creates a snapshot from an image of a registry, a Dockerfile, an image definition or a sandbox, and waits until
/// sandboxes can start from it.
/// </summary>
[Cmdlet(VerbsCommon.New, "DaytonaSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = FromImage)]
[OutputType(typeof(Snapshot))]
public sealed class NewDaytonaSnapshotCommand : SnapshotCreationCmdlet
{
    private const string FromSandbox = "Sandbox";

    // Between two conflicts the old snapshot of that name may vanish, and another come. Not for ever.
    private const int MostConflicts = 5;

    /// <summary>The name, unique in the organization; it can't be changed later.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The sandbox that is captured, by id or name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromSandbox)]
    [ValidateNotNullOrEmpty]
    public string SandboxId { get; set; } = "";

    /// <summary>Captures the memory of a started virtual machine too.</summary>
    [Parameter(ParameterSetName = FromSandbox)]
    public SwitchParameter IncludeMemory { get; set; }

    /// <summary>Emits the snapshot as soon as the service has taken the request.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Takes a snapshot of that name that is there already, if sandboxes can start from it or soon will.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    public SwitchParameter IfNotExists { get; set; }

    private protected override string Activity => $"Creating snapshot '{Name}'";

    private protected override void Process()
    {
        if (SnapshotName.FindFault(Name) is { } nameFault)
        {
            Report(SnapshotError.Invalid("InvalidSnapshotName", Name, nameFault));
        }
        else if (ParameterSetName == FromImage && SnapshotName.FindImageFault(Image) is { } imageFault)
        {
            Report(SnapshotError.Invalid("InvalidImageName", Image, imageFault));
        }
        else if (ShouldProcess(Name, $"Create snapshot from {(ParameterSetName == FromSandbox ? $"sandbox {SandboxId}" : Origin)}"))
        {
            Create();
        }
    }

    private void Create()
    {
        try
        {
            ImageDefinition? definition = FindDefinition(Entrypoint);
            Snapshot? snapshot = Await(stopping => ParameterSetName == FromSandbox
                ? CaptureAsync(stopping)
                : CreateAsync(definition, stopping));
            if (snapshot is not null) WriteObject(snapshot);
        }
        catch (SnapshotTimeoutException exception)
        {
            Report(SnapshotError.TimedOut(
                Name,
                exception.Snapshot,
                exception,
                "active",
                $"wait on with Wait-DaytonaSnapshot {ArgumentText.For(Name)}, or remove it with Remove-DaytonaSnapshot {ArgumentText.For(Name)}",
                Timeout));
        }
        catch (DaytonaException exception)
        {
            // What is not there is the sandbox.
            bool isSandbox = ParameterSetName == FromSandbox && exception is DaytonaApiException { StatusCode: 404 };
            Report(SnapshotError.From(exception, isSandbox ? SandboxId : Name, ConnectionInUse.ApiUrl));
        }
        finally
        {
            HideState(Activity);
        }
    }

    private async Task<Snapshot?> CreateAsync(ImageDefinition? definition, CancellationToken stopping)
    {
        CreateSnapshotRequest request = await PrepareAsync(RequestFor(Name), definition, stopping);
        Deadline deadline = StartDeadline();
        // Before the request, so that nothing of what it begins is missed.
        using ISnapshotListener? listener = NoWait ? null : await Client.ListenAsync(Name, stopping);
        Snapshot? snapshot = await deadline.KeepAsync(token => CreateOrTakeAsync(request, deadline, token), stopping);
        return snapshot is null || NoWait ? snapshot : await WaitUntilActiveAsync(snapshot, listener, deadline, stopping);
    }

    private async Task<Snapshot?> WaitUntilActiveAsync(
        Snapshot snapshot, ISnapshotListener? listener, Deadline deadline, CancellationToken stopping)
    {
        CreationOutcome outcome = await WaitForCreationAsync(snapshot, listener, deadline, stopping);
        if (outcome.Active is null) Fail(SnapshotError.CreationFailed(outcome));
        return outcome.Active;
    }

    private async Task<Snapshot?> CaptureAsync(CancellationToken stopping)
    {
        // The service would capture first, find the name taken, and say nothing.
        if (await Client.FindSnapshotAsync(Name, stopping) is { General: false })
        {
            Fail(SnapshotError.Exists(Name, cause: null, canBeTaken: false));
            return null;
        }

        Deadline deadline = StartDeadline();
        Pump.Post(() => WriteProgress(new ProgressRecord(0, Activity, $"Capturing sandbox {SandboxId}")));
        Snapshot snapshot = await deadline.KeepAsync(
            token => Client.CaptureSandboxAsync(SandboxId, Name, IncludeMemory, token), stopping);
        return await WaitUntilActiveAsync(snapshot, listener: null, deadline, stopping);
    }

    /// <summary>
    /// The creation is sent first and only its conflict looked into: to look first would leave a moment in which someone
    /// else creates the same name.
    /// </summary>
    private async Task<Snapshot?> CreateOrTakeAsync(
        CreateSnapshotRequest request, Deadline deadline, CancellationToken stopping)
    {
        for (int conflicts = 1; ; conflicts++)
        {
            try
            {
                return await Client.CreateSnapshotAsync(request, stopping);
            }
            catch (DaytonaApiException exception) when (exception.StatusCode == 409)
            {
                if (!IfNotExists || conflicts == MostConflicts)
                {
                    Fail(SnapshotError.Exists(Name, exception));
                    return null;
                }
            }

            Snapshot? existing = await Client.FindSnapshotAsync(Name, stopping);
            // Gone since the conflict; or what is found is general, and another organization's: one's own comes first.
            if (existing is null || (existing.General && conflicts == 1)) continue;
            if (existing.State == SnapshotState.Removing)
            {
                Say($"The old '{Name}' is being removed: waiting until its name is free.");
                await Client.WaitForSnapshotAsync(
                    existing.Id, new SnapshotWaitOptions { Until = static _ => false, Timeout = deadline.Left }, stopping);
                continue;
            }

            if (existing.State == SnapshotState.Inactive || SnapshotState.IsFailure(existing.State))
            {
                Fail(SnapshotError.ExistsButUnusable(existing));
                return null;
            }

            Say($"'{Name}' exists already and is {existing.State}.");
            return existing;
        }
    }
}
