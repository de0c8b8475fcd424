using System.Management.Automation;
using Daytona.Snapshots.Client.Contexts;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of the cmdlets that create and update snapshots: what a snapshot is made from, and how it is shown.</summary>
public abstract class SnapshotCreationCmdlet : SnapshotCmdlet
{
    private protected const string FromImage = "Image";
    private protected const string FromDefinition = "Definition";
    private protected const string FromDockerfile = "Dockerfile";

    private protected SnapshotCreationCmdlet()
    {
    }

    /// <summary>The registry image, with a tag other than latest, or a digest.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = FromImage)]
    [Alias("ImageName")]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    /// <summary>The image definition, from New-DaytonaImage and Add-DaytonaImageStep.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromDefinition)]
    public ImageDefinition? Definition { get; set; }

    /// <summary>The path of a Dockerfile.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromDockerfile)]
    [ValidateNotNullOrEmpty]
    public string Dockerfile { get; set; } = "";

    /// <summary>The folder that COPY and ADD are relative to. By default, the Dockerfile's own.</summary>
    [Parameter(ParameterSetName = FromDockerfile)]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>The command that a sandbox runs: the program and its arguments. By default, that of the image or the Dockerfile.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ValidateNotNullOrEmpty]
    public string[]? Entrypoint { get; set; }

    /// <summary>CPU cores of a sandbox.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [WholeNumberTransformation("CPU cores")]
    public int Cpu { get; set; }

    /// <summary>Memory of a sandbox in whole GiB; 4GB means 4.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [GibibytesTransformation]
    public int Memory { get; set; }

    /// <summary>Disk of a sandbox in whole GiB; 8GB means 8.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [GibibytesTransformation]
    public int Disk { get; set; }

    /// <summary>GPUs of a sandbox.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [WholeNumberTransformation("GPUs")]
    public int Gpu { get; set; }

    /// <summary>The type of GPU.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(GpuTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpuType { get; set; }

    /// <summary>The region. By default, that of the connection or of the organization.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The class of sandboxes: container, linux-vm, android or windows.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(SandboxClassCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SandboxClass { get; set; }

    /// <summary>The time limit from the first request to the last, without uploads: seconds, a TimeSpan or hh:mm:ss; 0 for none.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>What Progress shows.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Shows the creation's states, log and uploads.</summary>
    private protected BuildDisplay Display => _display ??= new BuildDisplay(this, Pump, DisplayText.Clean(Activity));

    /// <summary>What the snapshot is made from, for ShouldProcess.</summary>
    private protected string Origin => ParameterSetName switch
    {
        FromImage => $"image {Image}",
        FromDockerfile => $"Dockerfile {Dockerfile}",
        _ => "an image definition",
    };

    /// <summary>The request that the parameters make, after warnings about values that are probably not intended.</summary>
    /// <exception cref="DockerfileException">The Dockerfile or the build context does not exist.</exception>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid.</exception>
    private protected CreateSnapshotRequest MakeRequest(string name)
    {
        CreateSnapshotRequest request = RequestFor(name);
        foreach (SnapshotRequestProblem problem in request.Validate())
        {
            if (problem.IsFatal) throw new InvalidSnapshotRequestException(problem);
            Warn(problem.Message);
        }

        return request;
    }

    /// <summary>Warns of files that a build will not find, without sending anything.</summary>
    private protected void WarnOfMissingFiles(CreateSnapshotRequest request)
    {
        if (request.Image is not { } image) return;
        IReadOnlyList<BuildContext> contexts = Await(stopping => Task.FromResult(BuildContext.ReadAll(image, stopping)));
        foreach (MissingSource missing in contexts.SelectMany(static context => context.MissingSources))
        {
            Warn($"{missing}: the build will most likely fail there.");
        }
    }

    private CreateSnapshotRequest RequestFor(string name) => new()
    {
        Name = name,
        ImageName = ParameterSetName == FromImage ? Image : null,
        Image = ParameterSetName switch
        {
            FromDefinition => Definition,
            FromDockerfile => ReadDockerfile(),
            _ => null,
        },
        Entrypoint = Entrypoint,
        Cpu = Given(nameof(Cpu), Cpu),
        Memory = Given(nameof(Memory), Memory),
        Disk = Given(nameof(Disk), Disk),
        Gpu = Given(nameof(Gpu), Gpu),
        GpuType = GpuType,
        RegionId = Region,
        SandboxClass = SandboxClass,
    };

    private ImageDefinition ReadDockerfile()
    {
        try
        {
            string path = PowerShellPath.Resolve(SessionState, Dockerfile);
            string? context = Context is null ? null : PowerShellPath.Resolve(SessionState, Context);
            return ImageDefinition.FromDockerfile(path, SessionState.Path.CurrentFileSystemLocation.ProviderPath, context);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or SnapshotErrorException)
        {
            throw new DockerfileException(ErrorText.MessageOf(exception), exception);
        }
    }

    private int? Given(string parameter, int value) => MyInvocation.BoundParameters.ContainsKey(parameter) ? value : null;

    private BuildDisplay? _display;
}
