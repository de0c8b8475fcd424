using System.Collections;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Starts the definition of an image. Sends nothing to the service.</summary>
[Cmdlet(VerbsCommon.New, "DaytonaImage", DefaultParameterSetName = nameof(DebianSlim), HelpUri = HelpFolder + "New-DaytonaImage.md")]
[OutputType(typeof(ImageDefinition))]
public sealed class NewDaytonaImageCommand : ImageCmdlet
{
    /// <summary>Starts from the official slim Python image on Debian, with compilers and an up-to-date pip.</summary>
    [Parameter(ParameterSetName = nameof(DebianSlim))]
    public SwitchParameter DebianSlim { get; set; }

    /// <summary>The series or version of Python, from 3.9 to 3.13. By default, 3.12.</summary>
    [Parameter(ParameterSetName = nameof(DebianSlim))]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PythonVersion { get; set; }

    /// <summary>Starts from a registry image.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(BaseImage), HelpMessage = "An image, as after FROM in a Dockerfile, such as python:3.13-slim.")]
    [ValidateNotNullOrEmpty]
    public string BaseImage { get; set; } = "";

    /// <summary>Starts from a Dockerfile.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Dockerfile), HelpMessage = "The path of a Dockerfile.")]
    [ValidateNotNullOrEmpty]
    public string Dockerfile { get; set; } = "";

    /// <summary>The folder that COPY and ADD of the Dockerfile are relative to. By default, the Dockerfile's own.</summary>
    [Parameter(ParameterSetName = nameof(Dockerfile))]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>Values for ARG instructions of the Dockerfile. They are visible in the build info: do not use secrets.</summary>
    [Parameter(ParameterSetName = nameof(Dockerfile))]
    [Alias("BuildArg")]
    [ArgumentCompleter(typeof(DockerfileCompleter))]
    [BuildArgumentTransformation]
    public IDictionary? BuildArgument { get; set; }

    /// <summary>The name of the stage to build. By default, the last one.</summary>
    [Parameter(ParameterSetName = nameof(Dockerfile))]
    [ArgumentCompleter(typeof(DockerfileCompleter))]
    [OptionalTextTransformation]
    public string? Target { get; set; }

    private protected override void Process()
    {
        if (Read(Define, ErrorTable.InvalidImageStep) is { } image) WriteObject(image);
    }

    private ImageDefinition Define() => ParameterSetName switch
    {
        nameof(BaseImage) => ImageDefinition.FromBase(BaseImage),
        nameof(Dockerfile) => ImageDefinition.FromDockerfile(
            LocalPath(Dockerfile),
            CurrentFolder,
            Context is null ? null : LocalPath(Context),
            new DockerfileOptions { BuildArguments = (Dictionary<string, string>?)BuildArgument, Target = Target }),
        _ => ImageDefinition.DebianSlim(PythonVersion),
    };
}
