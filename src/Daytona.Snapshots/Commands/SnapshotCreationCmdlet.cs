using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of the cmdlets that make a snapshot: its name, its resources, and the progress display.</summary>
public abstract class SnapshotCreationCmdlet : SnapshotCmdlet
{
    private BuildDisplay? _display;

    /// <summary>The name, unique in the organization. It can't be changed later.</summary>
    public abstract string Name { get; set; }

    /// <summary>The command that a sandbox runs: the program and its arguments. By default, that of the image or the Dockerfile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextListTransformation]
    public string[]? Entrypoint { get; set; }

    /// <summary>CPU cores of a sandbox.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumberTransformation("CPU cores")]
    public int? Cpu { get; set; }

    /// <summary>Memory of a sandbox in whole GiB; 4GB means 4.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mem")]
    [GibibytesTransformation]
    public int? Memory { get; set; }

    /// <summary>Disk of a sandbox in whole GiB; 8GB means 8.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [GibibytesTransformation]
    public int? Disk { get; set; }

    /// <summary>GPUs of a sandbox.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumberTransformation("GPUs")]
    public int? Gpu { get; set; }

    /// <summary>The types of GPU, the preferred first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    [TextListTransformation]
    public string[]? GpuType { get; set; }

    /// <summary>The region. By default, that of the connection or of the organization.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId", "RegionIds")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [RegionTransformation]
    public string? Region { get; set; }

    /// <summary>The class of sandboxes: container, linux-vm, android or windows.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    [OptionalTextTransformation]
    public string? SandboxClass { get; set; }

    /// <summary>The time limit from the first request to the last, without uploads: seconds, 10m, 2h, a TimeSpan or hh:mm:ss; 0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TimeoutTransformation(EmptyIsDefault = true)]
    public TimeSpan Timeout { get; set; } = TimeoutTransformationAttribute.Default;

    /// <summary>The activity that Progress shows.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Shows the creation's states, log and uploads.</summary>
    private protected BuildDisplay Display => _display ??= new BuildDisplay(this, Pump, DisplayText.Clean(Activity));

    /// <summary>The image that is built; null if none is.</summary>
    private protected Image? BuiltImage { get; set; }

    /// <summary>The request that the parameters make, without a source.</summary>
    private protected CreateSnapshotRequest Request => new()
    {
        Name = Name,
        Entrypoint = Entrypoint is { Length: > 0 } words ? words : null,
        Cpu = Cpu,
        Memory = Memory,
        Disk = Disk,
        Gpu = Gpu,
        GpuType = GpuType,
        RegionId = Region,
        SandboxClass = SandboxClass,
    };

    /// <summary>Makes the snapshot, and reports a failure. In CI, the log of the job shows where.</summary>
    private protected void Make(Action make)
    {
        try
        {
            make();
        }
        catch (DaytonaException exception)
        {
            ErrorRecord error = ErrorOf(exception);
            if (exception is SnapshotException { Failure: SnapshotFailure.CreationFailed } && ActionPreference is not ("SilentlyContinue" or "Ignore"))
            {
                Display.ShowFailure(Name, error, BuiltImage);
            }

            Report(error);
        }
        finally
        {
            Display.Hide();
        }
    }

    /// <summary>Whether an existing snapshot of the name is an alternative to a new one.</summary>
    private protected virtual bool CanUseExisting => false;

    /// <summary>Further advice on a failure, after a space; empty if there is none.</summary>
    private protected virtual string AdviceOn(DaytonaException exception) => "";

    /// <summary>The error for a failure.</summary>
    private protected virtual ErrorRecord ErrorOf(DaytonaException exception)
    {
        string name = ArgumentText.For(Name);
        return exception switch
        {
            SnapshotTimeoutException timeout => CmdletErrors.ForTimeout(
                timeout, Name, Timeout, $"To keep waiting, run Wait-DaytonaSnapshot {name}. To remove it, run Remove-DaytonaSnapshot {name}."),
            SnapshotException { Failure: SnapshotFailure.NameTaken } taken when !CanUseExisting => ErrorTable.NameTaken.With(
                new ErrorFacts { Cause = taken, Target = Name, Snapshot = taken.Snapshot }),
            _ => CmdletErrors.For(exception, Name, ServiceUrl, AdviceOn(exception)),
        };
    }

    /// <summary>Validates a request except for a field that is not known yet, and warns about values that are probably not intended.</summary>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid.</exception>
    private protected CreateSnapshotRequest Validated(CreateSnapshotRequest request, SnapshotRequestField? except = null)
    {
        foreach (SnapshotRequestProblem problem in request.Validate().Where(problem => problem.Field != except))
        {
            if (problem.IsFatal) throw new InvalidSnapshotRequestException(problem);
            // The client's warning has the same text.
            Warn($"'{request.Name}': {problem.Message}");
        }

        return request;
    }

    private string? ActionPreference =>
        (MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : SessionState.PSVariable.GetValue("ErrorActionPreference"))?.ToString();
}
