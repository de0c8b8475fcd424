using System.Collections;
using System.Globalization;
using System.Reflection;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;
using Daytona.Snapshots.SyncLists;

namespace Daytona.Snapshots.Commands;

/// <summary>
/// The base of the cmdlets that make a snapshot by its definition. The definition can be the properties of a piped object: a row of
/// a table, or a snapshot of another account.
/// </summary>
public abstract class SnapshotDefinitionCmdlet : SnapshotCreationCmdlet
{
    private protected const string FromSandbox = "Sandbox";

    /// <summary>The parameter set of piped objects, whose properties are the source of a snapshot.</summary>
    private protected const string FromProperties = "Properties";

    private protected const string NameHelp = "The name of the snapshot, such as agents/base:v1.";

    private readonly Dictionary<PropertyInfo, object?> _defaults = [];
    private HashSet<string>? _known;
    private ImageDefinition? _definition;

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Image), HelpMessage = NameHelp)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Definition), HelpMessage = NameHelp)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Dockerfile), HelpMessage = NameHelp)]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [OptionalTextTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public override string Name { get; set; } = "";

    /// <summary>The registry image, with a tag other than latest, or a digest.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = nameof(Image), HelpMessage = "A registry image with a tag other than latest, or a digest, such as python:3.13-slim.")]
    [Alias("ImageName")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [AllowEmptyString]
    [AllowNull]
    public string? Image { get; set; }

    /// <summary>The image definition, from New-DaytonaImage and Add-DaytonaImageStep.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(Definition), HelpMessage = "An image definition from New-DaytonaImage.")]
    public ImageDefinition? Definition { get; set; }

    /// <summary>The path of a Dockerfile.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Dockerfile), HelpMessage = "The path of a Dockerfile.")]
    [AllowEmptyString]
    [AllowNull]
    public string? Dockerfile { get; set; }

    /// <summary>The folder that COPY and ADD are relative to. By default, the Dockerfile's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Dockerfile))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [OptionalTextTransformation]
    public string? Context { get; set; }

    /// <summary>Values for ARG instructions of the Dockerfile. They are visible in the build info: do not use secrets.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Dockerfile))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [Alias("BuildArg")]
    [ArgumentCompleter(typeof(DockerfileCompleter))]
    [BuildArgumentTransformation]
    public IDictionary? BuildArgument { get; set; }

    /// <summary>The name of the stage to build. By default, the last one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Dockerfile))]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FromProperties)]
    [ArgumentCompleter(typeof(DockerfileCompleter))]
    [OptionalTextTransformation]
    public string? Target { get; set; }

    /// <summary>An object or a hashtable whose properties are the parameters, or a snapshot. An empty value is not given.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = FromProperties)]
    public SnapshotProperties? InputObject { get; set; }

    /// <summary>Whether the properties of an object are the source of the snapshot.</summary>
    private protected bool IsPiped => InputObject is not null;

    /// <summary>Whether an existing snapshot keeps its source if none is given.</summary>
    private protected virtual bool KeepsSource => false;

    /// <summary>The source of the snapshot: a parameter set other than <see cref="FromProperties"/>; empty if it is not given.</summary>
    private protected string Source { get; private set; } = "";

    /// <summary>The source of the snapshot, for ShouldProcess.</summary>
    private protected string Origin => Source switch
    {
        nameof(Image) => DisplayText.Clean($"image {ImageName}"),
        nameof(Dockerfile) => DisplayText.Clean($"Dockerfile {DockerfilePath}"),
        _ => "an image definition",
    };

    /// <summary>The ID or name of the sandbox to capture; null or empty if none is given.</summary>
    private protected virtual string? Sandbox => null;

    private string? ImageName => IsPiped ? InputObject!.ImageName : Image;

    private string? DockerfilePath => IsPiped ? InputObject!.Text(nameof(Dockerfile)) : Dockerfile;

    /// <summary>Reports a source that is missing, or several.</summary>
    /// <returns>Whether the source can be used.</returns>
    private protected bool ValidateSource()
    {
        string[] sources;
        // Of a file, Get-Content pipes each line.
        if (InputObject is { IsValue: true }) ThrowTerminatingError(ErrorTable.NotADefinition.With(InputObject));
        try
        {
            if (IsPiped) BindInput();
            if (Name.Length == 0) throw InvalidArgument.Create("it has no Name.");
            _definition = IsPiped ? InputObject!.FindDefinition(KeepsSource ? Name : null) : Definition;
            sources =
            [
                .. new[]
                {
                    PipelineValue.IsEmpty(ImageName) ? null : nameof(Image),
                    _definition is null ? null : nameof(Definition),
                    PipelineValue.IsEmpty(DockerfilePath) ? null : nameof(Dockerfile),
                    PipelineValue.IsEmpty(Sandbox) ? null : FromSandbox,
                }.OfType<string>(),
            ];
            Source = ParameterSetName != FromProperties ? ParameterSetName : sources is [var source] ? source : "";
            if (sources is [not nameof(Dockerfile)] && (BuildArgument ?? (object?)Target) is not null)
            {
                throw InvalidArgument.Create("BuildArgument and Target need a Dockerfile.");
            }
        }
        catch (ArgumentTransformationMetadataException exception)
        {
            Report(ErrorTable.InvalidDefinition.With(Name, detail: $"'{Name}': {exception.Message}", cause: exception));
            return false;
        }

        bool isKept = KeepsSource && sources.Length == 0 && ParameterSetName == FromProperties;
        if (sources.Length == 1 || isKept) return true;
        Report((sources.Length == 0 ? ErrorTable.NoSource : ErrorTable.SeveralSources).With(Name, detail: string.Join(", ", sources)));
        return false;
    }

    /// <summary>The request that the parameters make, after warnings about values that are probably not intended.</summary>
    /// <exception cref="DockerfileException">The Dockerfile or the build context does not exist.</exception>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid.</exception>
    private protected CreateSnapshotRequest MakeRequest()
    {
        if (Source == nameof(Image) && ImageName is { } name && SnapshotName.ValidateImage(name) is not null && DescribePath(name) is { } problem)
        {
            throw new InvalidSnapshotRequestException(new SnapshotRequestProblem(SnapshotRequestField.ImageName, problem));
        }

        BuiltImage = Source switch
        {
            nameof(Definition) => _definition,
            nameof(Dockerfile) => ReadDockerfile(
                CurrentFolder,
                DockerfilePath!,
                Context,
                new DockerfileOptions { BuildArguments = (Dictionary<string, string>?)BuildArgument, Target = Target }),
            _ => null,
        };
        CreateSnapshotRequest request = Request;
        return Validated(request with
        {
            ImageName = Source == nameof(Image) ? ImageName : null,
            Image = BuiltImage,
            // A build's Dockerfile already has it.
            Entrypoint = IsPiped && Entrypoint is not null && InputObject!.IsBuiltWith(Entrypoint) ? null : request.Entrypoint,
            // A snapshot without GPUs has the value 0, which must not become part of the request.
            Gpu = MyInvocation.ExpectingInput && Gpu == 0 ? null : Gpu,
        }, except: Source.Length == 0 ? SnapshotRequestField.ImageName : null);
    }

    // Users of Docker build a folder, or the Dockerfile in it, by its path.
    private string? DescribePath(string name)
    {
        try
        {
            string path = PowerShellPath.Resolve(SessionState, name);
            return File.Exists(path) ? $"'{name}' is a file and not an image. To build it, add -Dockerfile: -Dockerfile {ArgumentText.For(name)}."
                : Directory.Exists(path) ? $"'{name}' is a folder and not an image. {PowerShellPath.AdviceOnFolder(name, path)}"
                : IsPath() ? $"'{name}' is a path and not an image, and '{path}' does not exist. To build a Dockerfile, use -Dockerfile with its path."
                : null;
        }
        catch (SnapshotErrorException exception)
        {
            return IsPath() ? $"'{name}' is a path and not an image: {ErrorText.Sentence(exception.Message)} To build a Dockerfile, use -Dockerfile with its path." : null;
        }

        bool IsPath() => name[0] is '.' or '/' or '~' || name.Contains('\\');
    }

    /// <summary>Binds the keys of a table to parameters, as PowerShell binds the properties of an object, and warns of others.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">A value can't be used, or there is no name.</exception>
    private void BindInput()
    {
        foreach (KeyValuePair<PropertyInfo, object?> left in _defaults) left.Key.SetValue(this, left.Value);
        _defaults.Clear();
        Dictionary<string, ParameterMetadata>.ValueCollection parameters = MyInvocation.MyCommand.Parameters.Values;
        _known ??= new HashSet<string>(
            parameters.SelectMany(static it => it.Aliases.Prepend(it.Name)).Concat(typeof(Snapshot).GetProperties().Select(static it => it.Name)), StringComparer.OrdinalIgnoreCase);
        foreach (string unknown in InputObject!.Names.Where(name => !_known.Contains(name))) Warn($"{SnapshotDefinition.DescribeUnknown(unknown)} It is ignored.");
        foreach (ParameterMetadata parameter in InputObject.IsTable ? parameters : Enumerable.Empty<ParameterMetadata>())
        {
            bool isBound = MyInvocation.BoundParameters.ContainsKey(parameter.Name) || !parameter.ParameterSets.Values.Any(static set => set.ValueFromPipelineByPropertyName);
            if (!isBound && parameter.Aliases.Prepend(parameter.Name).Select(InputObject.Read).FirstOrDefault(static value => value is not null) is { } value) Bind(parameter, value);
        }
    }

    private void Bind(ParameterMetadata parameter, object value)
    {
        PropertyInfo property = GetType().GetProperty(parameter.Name)!;
        _defaults.Add(property, property.GetValue(this));
        try
        {
            object? converted = value;
            foreach (ArgumentTransformationAttribute transformation in parameter.Attributes.OfType<ArgumentTransformationAttribute>()) converted = transformation.Transform(null!, converted);
            property.SetValue(this, LanguagePrimitives.ConvertTo(converted, property.PropertyType, CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is ArgumentTransformationMetadataException or PSInvalidCastException)
        {
            throw InvalidArgument.Create($"{parameter.Name}: {exception.Message}", exception);
        }
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

    /// <summary>The configuration of the registry of an image that could not be pulled, after a space; empty if that can't be read.</summary>
    private protected sealed override string AdviceOn(DaytonaException exception)
    {
        if (exception is not SnapshotException { IsPullFailure: true } || Source != nameof(Image)) return "";
        try
        {
            return " " + PullAdvice.For(ImageName!, Await(Client.Registries.ListAsync));
        }
        catch (DaytonaException)
        {
            // The failure of the creation matters more.
            return "";
        }
    }
}
