using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// The base of the cmdlets that create a snapshot by its definition. The definition can be the properties of a piped object: a
/// row of a table, or a snapshot of another account.
/// </summary>
public abstract class SnapshotDefinitionCmdlet : SnapshotCreationCmdlet
{
    private protected SnapshotDefinitionCmdlet()
    {
    }

    /// <summary>The name, unique in the organization. It can't be changed later.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The name of the snapshot, such as agents/base:v1.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>An object whose properties are the parameters: a row of a table, or a snapshot. An empty value is not given.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromProperties, HelpMessage = "An object with the parameters as properties, or a snapshot.")]
    public SnapshotProperties? InputObject { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [OptionalTextTransformation]
    public override string? Context { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [TextListTransformation]
    public override string[]? Entrypoint { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [WholeNumberTransformation("CPU cores")]
    public override int? Cpu { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [GibibytesTransformation]
    public override int? Memory { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [GibibytesTransformation]
    public override int? Disk { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [WholeNumberTransformation("GPUs")]
    public override int? Gpu { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [ArgumentCompleter(typeof(GpuTypeCompleter))]
    [OptionalTextTransformation]
    public override string? GpuType { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [Alias("RegionId", "RegionIds")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [RegionTransformation]
    public override string? Region { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDefinition)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [ArgumentCompleter(typeof(SandboxClassCompleter))]
    [OptionalTextTransformation]
    public override string? SandboxClass { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TimeoutTransformation(EmptyIsDefault = true)]
    public override TimeSpan Timeout { get; set; } = DefaultTimeout;

    private protected override string? FindImageName() => IsPiped ? InputObject!.ImageName : base.FindImageName();

    private protected override string? FindDockerfile() => IsPiped ? InputObject!.Dockerfile : base.FindDockerfile();

    private protected override ImageDefinition? FindDefinition() => IsPiped ? InputObject!.FindDefinition() : base.FindDefinition();

    private protected override string[]? FindEntrypoint() =>
        IsPiped && Entrypoint is not null && InputObject!.IsBuiltWith(Entrypoint) ? null : base.FindEntrypoint();

    /// <summary>Whether the properties of an object are the source of the snapshot.</summary>
    private protected bool IsPiped => ParameterSetName == FromProperties;
}
