using System.Collections;

namespace Daytona.Snapshots.Commands;

/// <summary>Adds a step to the definition of an image, and returns the new definition.</summary>
[Cmdlet(VerbsCommon.Add, "DaytonaImageStep", HelpUri = HelpFolder + "Add-DaytonaImageStep.md")]
[OutputType(typeof(ImageDefinition))]
public sealed class AddDaytonaImageStepCommand : ImageCmdlet
{
    /// <summary>The definition that the step is added to.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "An image definition from New-DaytonaImage.")]
    public ImageDefinition? Image { get; set; }

    /// <summary>Installs Python packages with pip.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(PipInstall), HelpMessage = "The Python packages, such as numpy or requests==2.32.3.")]
    [ValidateNotNullOrEmpty]
    public string[] PipInstall { get; set; } = [];

    /// <summary>Installs the packages of a requirements.txt.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Requirements), HelpMessage = "The path of a requirements.txt.")]
    [ValidateNotNullOrEmpty]
    public string Requirements { get; set; } = "";

    /// <summary>Installs the dependencies of a pyproject.toml.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(PyProject), HelpMessage = "The path of a pyproject.toml.")]
    [ValidateNotNullOrEmpty]
    public string PyProject { get; set; } = "";

    /// <summary>Groups of optional dependencies in the pyproject.toml that are installed too.</summary>
    [Parameter(ParameterSetName = nameof(PyProject))]
    [ValidateNotNullOrEmpty]
    public string[]? OptionalDependency { get; set; }

    /// <summary>Pages and folders where pip looks for packages.</summary>
    [Parameter(ParameterSetName = nameof(PipInstall))]
    [Parameter(ParameterSetName = nameof(Requirements))]
    [Parameter(ParameterSetName = nameof(PyProject))]
    [ValidateNotNullOrEmpty]
    public string[]? FindLinks { get; set; }

    /// <summary>The package index that pip uses.</summary>
    [Parameter(ParameterSetName = nameof(PipInstall))]
    [Parameter(ParameterSetName = nameof(Requirements))]
    [Parameter(ParameterSetName = nameof(PyProject))]
    [ValidateNotNullOrEmpty]
    public string? IndexUrl { get; set; }

    /// <summary>Further package indexes.</summary>
    [Parameter(ParameterSetName = nameof(PipInstall))]
    [Parameter(ParameterSetName = nameof(Requirements))]
    [Parameter(ParameterSetName = nameof(PyProject))]
    [ValidateNotNullOrEmpty]
    public string[]? ExtraIndexUrl { get; set; }

    /// <summary>Also installs pre-releases.</summary>
    [Parameter(ParameterSetName = nameof(PipInstall))]
    [Parameter(ParameterSetName = nameof(Requirements))]
    [Parameter(ParameterSetName = nameof(PyProject))]
    public SwitchParameter Pre { get; set; }

    /// <summary>Further options of pip, as on its command line.</summary>
    [Parameter(ParameterSetName = nameof(PipInstall))]
    [Parameter(ParameterSetName = nameof(Requirements))]
    [Parameter(ParameterSetName = nameof(PyProject))]
    [ValidateNotNullOrEmpty]
    public string[]? ExtraOption { get; set; }

    /// <summary>Copies a local file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LocalFile), HelpMessage = "The path of a file on this machine.")]
    [ValidateNotNullOrEmpty]
    public string LocalFile { get; set; } = "";

    /// <summary>Copies a local folder, except what its .dockerignore excludes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LocalDirectory), HelpMessage = "The path of a folder on this machine.")]
    [ValidateNotNullOrEmpty]
    public string LocalDirectory { get; set; } = "";

    /// <summary>The path in the image.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LocalFile), HelpMessage = "The path in the image, such as /app.")]
    [Parameter(Mandatory = true, ParameterSetName = nameof(LocalDirectory), HelpMessage = "The path in the image, such as /app.")]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Runs commands in the image's shell, each as an instruction.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Run), HelpMessage = "The command lines, as after RUN in a Dockerfile.")]
    [ValidateNotNullOrEmpty]
    public string[] Run { get; set; } = [];

    /// <summary>Runs a program without a shell: the program and its arguments.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(RunExec), HelpMessage = "The program and its arguments.")]
    [ValidateNotNull]
    [AllowEmptyString]
    public string[] RunExec { get; set; } = [];

    /// <summary>Sets environment variables: those of an ordered dictionary in its order, those of a hashtable by name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Environment), HelpMessage = "Names and values, such as @{ LANG = 'C.UTF-8' }.")]
    [ValidateNotNull]
    public IDictionary Environment { get; set; } = new Hashtable();

    /// <summary>Sets the working directory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(WorkingDirectory), HelpMessage = "The folder in the image, such as /app.")]
    [ValidateNotNullOrEmpty]
    public string WorkingDirectory { get; set; } = "";

    /// <summary>Sets the entrypoint that a sandbox runs: the program and its arguments.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Entrypoint), HelpMessage = "The program and its arguments.")]
    [ValidateNotNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] Entrypoint { get; set; } = [];

    /// <summary>Sets the default command, or the arguments of the entrypoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Command), HelpMessage = "The program and its arguments.")]
    [ValidateNotNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] Command { get; set; } = [];

    /// <summary>Adds lines of a Dockerfile unchanged.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(DockerfileLine), HelpMessage = "The lines, as in a Dockerfile.")]
    [ValidateNotNull]
    [AllowEmptyString]
    public string[] DockerfileLine { get; set; } = [];

    /// <summary>The folder that COPY and ADD in the lines are relative to. By default, the current location.</summary>
    [Parameter(ParameterSetName = nameof(DockerfileLine))]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    private PipInstallOptions PipOptions => new()
    {
        FindLinks = FindLinks,
        IndexUrl = IndexUrl,
        ExtraIndexUrls = ExtraIndexUrl,
        Pre = Pre,
        ExtraOptions = ExtraOption is null ? null : string.Join(" ", ExtraOption),
    };

    private protected override void Process()
    {
        if (Read(Define, ErrorTable.InvalidImageStep) is { } image) WriteObject(image);
    }

    private ImageDefinition Define() => ParameterSetName switch
    {
        nameof(PipInstall) => Image!.PipInstall(PipInstall, PipOptions),
        nameof(Requirements) => Image!.PipInstallFromRequirements(LocalPath(Requirements), CurrentFolder, PipOptions),
        nameof(PyProject) => AddPyProject(),
        nameof(LocalFile) => Image!.AddLocalFile(LocalPath(LocalFile), Destination, CurrentFolder),
        nameof(LocalDirectory) => Image!.AddLocalDirectory(LocalPath(LocalDirectory), Destination, CurrentFolder),
        nameof(Run) => AddRun(),
        nameof(RunExec) => Image!.RunExec(RunExec),
        nameof(Environment) => Image!.Environment(Environment),
        nameof(WorkingDirectory) => Image!.WorkingDirectory(WorkingDirectory),
        nameof(Entrypoint) => Image!.Entrypoint(Entrypoint),
        nameof(Command) => Image!.Command(Command),
        _ => Image!.DockerfileCommands(DockerfileLine, CurrentFolder, Context is null ? null : LocalPath(Context)),
    };

    // A command may mount a file of the context, as RUN in a Dockerfile may. The text does not depend on it.
    private ImageDefinition AddRun() => Run.Any(static line => line.Contains("--mount"))
        ? Image!.DockerfileCommands([.. Run.Select(static line => "RUN " + line)], CurrentFolder)
        : Image!.RunCommands(Run);

    private ImageDefinition AddPyProject()
    {
        Client.Builds.PyProject project = Client.Builds.PyProject.Read(LocalPath(PyProject), CurrentFolder);
        string[] groups = OptionalDependency ?? [];
        foreach (string group in project.FindUndeclared(groups))
        {
            WriteWarning(
                $"'{PyProject}' has no optional dependencies named {group}, so none are installed. It has " +
                $"{(project.OptionalDependencies.Any() ? string.Join(", ", project.OptionalDependencies) : "no groups")}.");
        }

        return Image!.PipInstall(project.PackagesWith(groups), PipOptions);
    }
}
