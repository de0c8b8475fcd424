using System.Management.Automation;
using Daytona.Snapshots.Client.Builds;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Display;
using Daytona.Snapshots.Parameters;
using ImageDefinition = Daytona.Snapshots.Image;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// The base of the cmdlets that create and update snapshots: the parameters for the source, and the progress display.
/// </summary>
public abstract class SnapshotCreationCmdlet : SnapshotCmdlet
{
    private protected const string FromImage = "Image";
    private protected const string FromDefinition = "Definition";
    private protected const string FromDockerfile = "Dockerfile";
    private protected const string FromSandbox = "Sandbox";

    /// <summary>The parameter set of piped objects, whose properties are the source of a snapshot.</summary>
    private protected const string FromProperties = "Properties";

    private BuildDisplay? _display;
    private ImageDefinition? _definition;
    private ImageDefinition? _image;

    private protected SnapshotCreationCmdlet()
    {
    }

    /// <summary>The registry image, with a tag other than latest, or a digest.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = FromImage, HelpMessage = "A registry image with a tag other than latest, or a digest, such as python:3.13-slim.")]
    [Alias("ImageName")]
    [ArgumentCompleter(typeof(ImageCompleter))]
    [AllowEmptyString]
    [AllowNull]
    public string? Image { get; set; }

    /// <summary>The image definition, from New-DaytonaImage and Add-DaytonaImageStep.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromDefinition, HelpMessage = "An image definition from New-DaytonaImage.")]
    public ImageDefinition? Definition { get; set; }

    /// <summary>The path of a Dockerfile.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromDockerfile, HelpMessage = "The path of a Dockerfile.")]
    [AllowEmptyString]
    [AllowNull]
    public string? Dockerfile { get; set; }

    /// <summary>The folder that COPY and ADD are relative to. By default, the Dockerfile's own.</summary>
    [Parameter(ParameterSetName = FromDockerfile)]
    [OptionalTextTransformation]
    public virtual string? Context { get; set; }

    /// <summary>The command that a sandbox runs: the program and its arguments. By default, that of the image or the Dockerfile.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [TextListTransformation]
    public virtual string[]? Entrypoint { get; set; }

    /// <summary>CPU cores of a sandbox.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [WholeNumberTransformation("CPU cores")]
    public virtual int? Cpu { get; set; }

    /// <summary>Memory of a sandbox in whole GiB; 4GB means 4.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [GibibytesTransformation]
    public virtual int? Memory { get; set; }

    /// <summary>Disk of a sandbox in whole GiB; 8GB means 8.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [GibibytesTransformation]
    public virtual int? Disk { get; set; }

    /// <summary>GPUs of a sandbox.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [WholeNumberTransformation("GPUs")]
    public virtual int? Gpu { get; set; }

    /// <summary>The type of GPU.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(GpuTypeCompleter))]
    [OptionalTextTransformation]
    public virtual string? GpuType { get; set; }

    /// <summary>The region. By default, that of the connection or of the organization.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [RegionTransformation]
    public virtual string? Region { get; set; }

    /// <summary>The class of sandboxes: container, linux-vm, android or windows.</summary>
    [Parameter(ParameterSetName = FromImage)]
    [Parameter(ParameterSetName = FromDefinition)]
    [Parameter(ParameterSetName = FromDockerfile)]
    [ArgumentCompleter(typeof(SandboxClassCompleter))]
    [OptionalTextTransformation]
    public virtual string? SandboxClass { get; set; }

    /// <summary>The time limit from the first request to the last, without uploads: seconds, 10m, 2h, a TimeSpan or hh:mm:ss; 0 for none.</summary>
    [Parameter]
    [TimeoutTransformation]
    public virtual TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>The activity that Progress shows.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Shows the creation's states, log and uploads.</summary>
    private protected BuildDisplay Display => _display ??= new BuildDisplay(this, Pump, DisplayText.Clean(Activity));

    /// <summary>
    /// The source of the snapshot: a parameter set other than <see cref="FromProperties"/>; empty if it is not given.
    /// </summary>
    private protected string Source => ParameterSetName != FromProperties ? ParameterSetName : Sources is [var source] ? source : "";

    /// <summary>The registry image; empty if it is not given.</summary>
    private protected virtual string? FindImageName() => Image;

    /// <summary>The path of the Dockerfile; empty if it is not given.</summary>
    private protected virtual string? FindDockerfile() => Dockerfile;

    /// <summary>The image definition; null if it is not given.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It can't be used.</exception>
    private protected virtual ImageDefinition? FindDefinition() => Definition;

    /// <summary>The entrypoint that the request has; null for that of the image.</summary>
    private protected virtual string[]? FindEntrypoint() => Entrypoint is { Length: > 0 } words ? words : null;

    /// <summary>The sources that are given; for a valid object, one.</summary>
    private protected virtual IReadOnlyList<string> Sources =>
    [
        .. new[]
        {
            OptionalText.IsEmpty(FindImageName()) ? null : FromImage,
            _definition is null ? null : FromDefinition,
            OptionalText.IsEmpty(FindDockerfile()) ? null : FromDockerfile,
        }.OfType<string>(),
    ];

    /// <summary>The source of the snapshot, for ShouldProcess.</summary>
    private protected string Origin => Source switch
    {
        FromImage => DisplayText.Clean($"image {FindImageName()}"),
        FromDockerfile => DisplayText.Clean($"Dockerfile {FindDockerfile()}"),
        _ => "an image definition",
    };

    /// <summary>Reports a creation that failed. In CI, the log of the job shows where.</summary>
    private protected void ReportFailure(CmdletError error)
    {
        if (!IsSilent) Display.ShowFailure(error, _image);
        Report(error);
    }

    /// <summary>Reports a source that is missing, or several.</summary>
    /// <param name="name">The snapshot's name.</param>
    /// <returns>Whether the source can be used.</returns>
    private protected bool ValidateSource(string name)
    {
        IReadOnlyList<string> sources;
        try
        {
            _definition = FindDefinition();
            sources = Sources;
        }
        catch (ArgumentTransformationMetadataException exception)
        {
            Report(ErrorId.InvalidDefinition.With($"'{name}': {exception.Message}", name, exception));
            return false;
        }

        if (sources.Count == 1) return true;
        Report(DefinitionErrors.NoSingleSource(name, sources));
        return false;
    }

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
            Warn(missing.ToString());
        }
    }

    private CreateSnapshotRequest RequestFor(string name) => new()
    {
        Name = name,
        ImageName = Source == FromImage ? FindImageName() : null,
        Image = _image = Source switch
        {
            FromDefinition => _definition,
            FromDockerfile => ReadDockerfile(SessionState.Path.CurrentFileSystemLocation.ProviderPath, FindDockerfile()!, Context),
            _ => null,
        },
        Entrypoint = FindEntrypoint(),
        Cpu = Cpu,
        Memory = Memory,
        Disk = Disk,
        // A snapshot without GPUs has the value 0, which must not become part of the request.
        Gpu = ParameterSetName == FromProperties && Gpu == 0 ? null : Gpu,
        GpuType = GpuType,
        RegionId = Region,
        SandboxClass = SandboxClass,
    };

    private bool IsSilent => ActionPreference is "SilentlyContinue" or "Ignore";

    private string? ActionPreference =>
        (MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : SessionState.PSVariable.GetValue("ErrorActionPreference"))?.ToString();

    /// <summary>
    /// The configuration of the registry of an image that could not be pulled, after a space; empty if that can't be read.
    /// </summary>
    private protected string AdviceOnPull(SnapshotException exception)
    {
        if (!exception.IsPullFailure || Source != FromImage) return "";
        try
        {
            return " " + RegistryErrors.AdviceFor(FindImageName()!, Await(Client.Registries.ListAsync));
        }
        catch (DaytonaException)
        {
            // The failure of the creation matters more.
            return "";
        }
    }
}
