using System.Collections;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the files that a build would send, without sending them.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaBuildContext", DefaultParameterSetName = OfFolder, HelpUri = HelpFolder + "Get-DaytonaBuildContext.md")]
[OutputType(typeof(BuildContextEntry))]
public sealed class GetDaytonaBuildContextCommand : ImageCmdlet
{
    private const string OfFolder = "Folder";

    /// <summary>The folder that COPY and ADD are relative to. By default, the current location.</summary>
    [Parameter(Position = 0, ParameterSetName = OfFolder)]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>The Dockerfile that determines which files of the folder are read. By default, all files.</summary>
    [Parameter(ParameterSetName = OfFolder)]
    [ValidateNotNullOrEmpty]
    public string? Dockerfile { get; set; }

    /// <summary>Values for ARG instructions of the Dockerfile.</summary>
    [Parameter(ParameterSetName = OfFolder)]
    [Alias("BuildArg")]
    [ArgumentCompleter(typeof(DockerfileCompleter))]
    [BuildArgumentTransformation]
    public IDictionary? BuildArgument { get; set; }

    /// <summary>The name of the stage to build. By default, the last one.</summary>
    [Parameter(ParameterSetName = OfFolder)]
    [ArgumentCompleter(typeof(DockerfileCompleter))]
    [OptionalTextTransformation]
    public string? Target { get; set; }

    /// <summary>The definition of an image, whose steps determine which files are read.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(Definition), HelpMessage = "An image definition from New-DaytonaImage.")]
    public ImageDefinition? Definition { get; set; }

    private protected override void Process()
    {
        foreach (BuildContext context in Read(ReadContexts, ErrorTable.UnreadableContext) ?? [])
        {
            foreach (MissingSource missing in context.MissingSources) WriteWarning(missing.ToString());
            foreach (BuildContextEntry entry in context.Entries) WriteObject(entry);
        }
    }

    // Off the pipeline thread, because a file of a device or a network can block its reader without end.
    private IReadOnlyList<BuildContext> ReadContexts()
    {
        if (Definition is not null) return Await(stopping => Task.FromResult(BuildContext.ReadAll(Definition, stopping)));

        if (Dockerfile is null && (BuildArgument ?? (object?)Target) is not null) throw new ArgumentException("-BuildArgument and -Target need -Dockerfile.");
        var options = new DockerfileOptions { BuildArguments = (Dictionary<string, string>?)BuildArgument, Target = Target };
        string here = CurrentFolder;
        string? folder = Context is null ? null : PowerShellPath.Resolve(SessionState, Context);
        if (Dockerfile is null && File.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{Context}' is a file, not a folder. To list what a Dockerfile reads, use -Dockerfile {ArgumentText.For(Context!)}.");
        }

        string? dockerfile = Dockerfile is null ? null : PowerShellPath.ResolveDockerfile(SessionState, Dockerfile, here);
        return Await(stopping => Task.FromResult(dockerfile is null
            ? [BuildContext.Read(folder ?? here, stopping)]
            : BuildContext.ReadAll(ImageDefinition.FromDockerfile(dockerfile, here, folder, options), stopping)));
    }
}
