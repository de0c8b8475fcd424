using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

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
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = FromImage)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [Alias("ImageName")]
    [AllowEmptyString]
    [AllowNull]
    public override string? Image { get; set; }

    /// <summary>An object whose properties are the parameters: a row of a table, or a snapshot. An empty value is not given.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromProperties)]
    public SnapshotProperties? InputObject { get; set; }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [AllowEmptyString]
    [AllowNull]
    public override string? Dockerfile { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [OptionalTextTransformation]
    public override string? Context { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [TextListTransformation]
    public override string[]? Entrypoint { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [WholeNumberTransformation("CPU cores")]
    public override int? Cpu { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [GibibytesTransformation]
    public override int? Memory { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [GibibytesTransformation]
    public override int? Disk { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [WholeNumberTransformation("GPUs")]
    public override int? Gpu { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [ArgumentCompleter(typeof(GpuTypeCompleter))]
    [OptionalTextTransformation]
    public override string? GpuType { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [Alias("RegionId", "RegionIds")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [RegionTransformation]
    public override string? Region { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [ArgumentCompleter(typeof(SandboxClassCompleter))]
    [OptionalTextTransformation]
    public override string? SandboxClass { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TimeoutTransformation(EmptyIsDefault = true)]
    public override TimeSpan Timeout { get; set; } = DefaultTimeout;

    private protected sealed override Snapshots.Image? FindDefinition() => ParameterSetName == FromProperties ? InputObject!.FindDefinition() : Definition;

    private protected sealed override string[]? FindEntrypoint() =>
        ParameterSetName == FromProperties && Entrypoint is not null && InputObject!.IsBuiltWith(Entrypoint) ? null : base.FindEntrypoint();
}
