using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Creates a snapshot from a registry image, a Dockerfile, an image definition or a sandbox, and waits until it is active.</summary>
[Cmdlet(
    VerbsCommon.New, "DaytonaSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = nameof(Image),
    HelpUri = HelpFolder + "New-DaytonaSnapshot.md")]
[Alias("ndsnap")]
[OutputType(typeof(Snapshot))]
public sealed class NewDaytonaSnapshotCommand : SnapshotDefinitionCmdlet
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Image), HelpMessage = NameHelp)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Definition), HelpMessage = NameHelp)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Dockerfile), HelpMessage = NameHelp)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = FromSandbox, HelpMessage = NameHelp)]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [OptionalTextTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public override string Name { get; set; } = "";

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
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Image))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Definition))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Dockerfile))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [SwitchTransformation]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Returns an existing snapshot of that name if it is active or becomes active, and replaces one that had failed before.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Image))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Definition))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Dockerfile))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [SwitchTransformation]
    public SwitchParameter IfNotExists { get; set; }

    private protected override string Activity => $"Creating snapshot '{Name}'";

    private protected override bool CanUseExisting => Source != FromSandbox;

    private protected override string? Sandbox => IsPiped ? InputObject!.Text(nameof(SandboxId)) : SandboxId;

    private CreateSnapshotOptions Options => new()
    {
        Wait = !NoWait,
        IfNotExists = IfNotExists,
        ReplaceFailed = IfNotExists,
        Timeout = LimitOf(Timeout),
        OnStateChange = Display.ShowState,
        OnLogLine = Display.ShowLine,
        OnUpload = Display.ShowUpload,
    };

    // Their values would be ignored.
    private protected override void Begin()
    {
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(SandboxId))) return;
        string? ignored = new[] { nameof(Entrypoint), nameof(Cpu), nameof(Memory), nameof(Disk), nameof(Gpu), nameof(GpuType), nameof(Region), nameof(SandboxClass) }
            .FirstOrDefault(MyInvocation.BoundParameters.ContainsKey);
        if (ignored is not null) ThrowTerminatingError(ErrorTable.NotForSandboxes.With(Name, detail: ignored));
    }

    private protected override void Process()
    {
        if (!ValidateSource()) return;
        Make(() =>
        {
            if (Source == FromSandbox) CaptureSandbox();
            else CreateFromImage(MakeRequest());
        });
    }

    private void CreateFromImage(CreateSnapshotRequest request)
    {
        string replacement = IfNotExists ? " if the name is free, or remove a failed snapshot of that name and create it again" : "";
        if (!ShouldProcess(DisplayText.Clean(Name), $"Create snapshot from {Origin}{replacement}"))
        {
            WarnOfMissingFiles(request);
            return;
        }

        Write(Await(stopping => Client.Snapshots.CreateAsync(request, Options, stopping)));
    }

    private void Write(SnapshotCreation creation)
    {
        (SnapshotAction action, string result) = creation switch
        {
            { Created: false } => (
                SnapshotAction.None,
                $"already exists and is {creation.Snapshot.State}; it was not compared with the {(Source == nameof(Dockerfile) ? Source : Source.ToLowerInvariant())}: to replace it if it differs, use Set-DaytonaSnapshot, or mode: set in a CI step."),
            { Replaced: not null } => (SnapshotAction.Replace, "was replaced: the old one had failed."),
            _ => (SnapshotAction.Create, "was created."),
        };
        Display.ShowResult(action, $"'{Name}' {result}");
        WriteObject(creation.Snapshot);
    }

    private void CaptureSandbox()
    {
        if (SnapshotName.Validate(Name) is { } problem)
        {
            throw new InvalidSnapshotRequestException(new SnapshotRequestProblem(SnapshotRequestField.Name, problem));
        }

        if (!ShouldProcess(DisplayText.Clean(Name), DisplayText.Clean($"Create snapshot from sandbox {Sandbox}"))) return;
        Display.ShowStatus($"Capturing sandbox {Sandbox}");
        var request = new CaptureSandboxRequest { SandboxIdOrName = Sandbox!, Name = Name, IncludeMemory = IncludeMemory };
        Write(new SnapshotCreation(Await(stopping => Client.Snapshots.CaptureAsync(request, Options, stopping)), Created: true));
    }
}
