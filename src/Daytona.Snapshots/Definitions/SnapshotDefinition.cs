using System.Collections;
using System.Management.Automation;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Definitions;

/// <summary>
/// The definition of a snapshot: the entry of a file, the row of a table, or a snapshot. Its properties have the names of the
/// parameters of <c>New-DaytonaSnapshot</c>.
/// </summary>
internal sealed class SnapshotDefinition
{
    private static readonly string[] Known =
    [
        "Name", "Image", "Dockerfile", "Context", "BuildArgument", "Target", "Definition", "Entrypoint", "Cpu", "Memory", "Disk", "Gpu", "GpuType", "Region", "SandboxClass",
    ];

    // The other properties of a snapshot, which a table of snapshots has too.
    private static readonly HashSet<string> Accepted = new(
        [.. Known, "BuildArg", "RegionId", "Mem", .. typeof(Snapshot).GetProperties().Select(static property => property.Name)], StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, object?> _values;

    private SnapshotDefinition(Dictionary<string, object?> values, string place)
    {
        _values = values;
        Place = place;
        Name = Text("Name")?.Trim() ?? "";
    }

    /// <summary>The snapshot's name; empty if there is none.</summary>
    public string Name { get; }

    /// <summary>The place of the definition, such as <c>entry 3 of snapshots.psd1</c>.</summary>
    public string Place { get; }

    /// <summary>The registry image; null if it is not given.</summary>
    public string? ImageName => Text("Image") ?? Text("ImageName");

    /// <summary>The path of the Dockerfile; null if it is not given.</summary>
    public string? Dockerfile => Text("Dockerfile");

    /// <summary>The folder that COPY and ADD are relative to; null if it is not given.</summary>
    public string? Context => Text("Context");

    /// <summary>The build arguments and the target of the Dockerfile.</summary>
    public DockerfileOptions DockerfileOptions => new()
    {
        BuildArguments = (Dictionary<string, string>?)(Convert("BuildArgument", new BuildArgumentTransformationAttribute())
            ?? Convert("BuildArg", new BuildArgumentTransformationAttribute())),
        Target = Text("Target"),
    };

    /// <summary>Reads a definition.</summary>
    /// <param name="item">A dictionary or an object with properties.</param>
    /// <param name="place">The place of the definition.</param>
    /// <exception cref="DefinitionException">The item is neither, or has an unknown property.</exception>
    public static SnapshotDefinition From(object? item, string place)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        switch (PipelineValue.Unwrap(item))
        {
            case IDictionary table:
                foreach (DictionaryEntry entry in table)
                {
                    string key = entry.Key.ToString()!;
                    if (values.ContainsKey(key)) throw new DefinitionException($"{place}: '{key}' is given more than once.");
                    values.Add(key, entry.Value);
                }

                break;
            case null or string or ValueType or FileSystemInfo or FileLiteral or IList:
                throw new DefinitionException($"{place}: '{item}' is not a definition. For a file, use -Path.");
            default:
                foreach (PSPropertyInfo property in PSObject.AsPSObject(item!).Properties) values[property.Name] = property.Value;
                break;
        }

        string[] unknown = [.. values.Keys.Where(static key => !Accepted.Contains(key))];
        return unknown.Length == 0
            ? new SnapshotDefinition(values, place)
            : throw new DefinitionException($"{place}: {DescribeUnknown(unknown[0])}");
    }

    /// <summary>Says that a name is not a property of definitions, and which may be meant.</summary>
    public static string DescribeUnknown(string name) => $"'{name}' is not a property of definitions." +
        (name.IndexOfAny([';', '\t']) >= 0 ? " Separate the columns with commas."
            : NearestWord.Find(name, Known) is { } nearest ? $" Did you mean '{nearest}'?" : $" The properties are {string.Join(", ", Known)}.");

    /// <summary>The request for the definition.</summary>
    /// <param name="readDockerfile">Reads a Dockerfile.</param>
    /// <exception cref="DefinitionException">A value is missing or not valid.</exception>
    public CreateSnapshotRequest ToRequest(Func<SnapshotDefinition, Image> readDockerfile)
    {
        if (Name.Length == 0) throw new DefinitionException($"{Place} has no Name.");
        // In a table of snapshots, the images of builds have names too.
        Image? build = ImageName is null && Dockerfile is null ? FindImage("BuildInfo") : null;
        Image? image = FindImage("Definition") ?? build;
        string?[] sources = [ImageName, Dockerfile, image?.Dockerfile];
        if (sources.Count(static source => source is not null) != 1) throw Invalid("specify exactly one of Image, Dockerfile and Definition");
        if (Dockerfile is null && DockerfileOptions is not { BuildArguments: null, Target: null }) throw Invalid("BuildArgument and Target need a Dockerfile");
        if (SnapshotName.Validate(Name) is { } badName) throw Invalid(badName);
        if (ImageName is { } name && SnapshotName.ValidateImage(name) is { } badImage) throw Invalid(badImage);
        return new CreateSnapshotRequest
        {
            Name = Name,
            ImageName = ImageName,
            Image = Dockerfile is null ? image : Read(readDockerfile),
            // A build's Dockerfile already has it.
            Entrypoint = image is not null && image == build ? null : Words("Entrypoint"),
            Cpu = Number("Cpu", new WholeNumberTransformationAttribute("CPU cores")),
            Memory = Number("Memory", new GibibytesTransformationAttribute()) ?? Number("Mem", new GibibytesTransformationAttribute()),
            Disk = Number("Disk", new GibibytesTransformationAttribute()),
            // A snapshot without GPUs has the value 0, which must not become part of the request.
            Gpu = Number("Gpu", new WholeNumberTransformationAttribute("GPUs")) is { } gpus and > 0 ? gpus : null,
            GpuType = Words("GpuType"),
            RegionId = (Convert("Region", new RegionTransformationAttribute())
                ?? Convert("RegionId", new RegionTransformationAttribute())
                ?? Convert("RegionIds", new RegionTransformationAttribute())) as string,
            SandboxClass = Text("SandboxClass"),
        };
    }

    private string[]? Words(string key) => Convert(key, new TextListTransformationAttribute()) is string[] { Length: > 0 } words ? words : null;

    private Image Read(Func<SnapshotDefinition, Image> readDockerfile)
    {
        try
        {
            return readDockerfile(this);
        }
        catch (DockerfileException exception)
        {
            throw Invalid(exception.Message, exception);
        }
    }

    private Image? FindImage(string key) => Convert(key, static value => OptionalText.IsEmpty(value) ? null : ImageConversion.From(value!)) as Image;

    private object? Convert(string key, ArgumentTransformationAttribute transformation) =>
        Convert(key, value => transformation.Transform(null!, value));

    // Of a number, what the file says counts.
    private int? Number(string key, ArgumentTransformationAttribute transformation) =>
        (int?)Convert(key, value => transformation.Transform(null!, value is FileLiteral literal ? literal.Text : value));

    private object? Convert(string key, Func<object?, object?> convert)
    {
        if (!_values.TryGetValue(key, out object? value)) return null;
        try
        {
            return convert(value);
        }
        catch (ArgumentTransformationMetadataException exception)
        {
            throw Invalid($"{key}: {exception.Message}", exception);
        }
    }

    private string? Text(string key) => Convert(key, OptionalText.Read) as string;

    private DefinitionException Invalid(string problem, Exception? cause = null) =>
        new(string.IsNullOrEmpty(Name) ? $"{Place}: {problem}" : $"'{Name}' ({Place}): {problem.TrimEnd('.')}.", cause);
}
