using System.Collections;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.SyncLists;

/// <summary>
/// The definition of a snapshot: the entry of a file, the row of a table, or a snapshot. Its properties have the names of the
/// parameters of <c>New-DaytonaSnapshot</c>.
/// </summary>
internal static class SnapshotDefinition
{
    private static readonly string[] Known =
    [
        "Name", "Image", "Dockerfile", "Context", "BuildArgument", "Target", "Definition", "Entrypoint", "Cpu", "Memory", "Disk", "Gpu", "GpuType", "Region", "SandboxClass",
    ];

    // The other properties of a snapshot, which a table of snapshots has too.
    private static readonly HashSet<string> Accepted = new(
        [.. Known, "BuildArg", "RegionId", "Mem", .. typeof(Snapshot).GetProperties().Select(static property => property.Name)], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the request for a definition at a place such as <c>entry 3 of snapshots.psd1</c>.</summary>
    /// <exception cref="DefinitionException">The item is no definition, has an unknown property, or a value is missing or not valid.</exception>
    public static CreateSnapshotRequest Read(object? item, string place, Func<string, string?, DockerfileOptions, Image> readDockerfile)
    {
        if (PipelineValue.Unwrap(item) is null or string or ValueType or FileSystemInfo or FileLiteral or IList)
        {
            throw new DefinitionException($"{place}: '{item}' is not a definition. For a file, use -Path.");
        }

        string? name = null;
        try
        {
            var values = new SnapshotProperties(item!);
            if (values.Names.FirstOrDefault(static name => !Accepted.Contains(name)) is { } unknown) throw InvalidArgument.Create(DescribeUnknown(unknown));
            name = values.Text("Name")?.Trim() ?? throw new DefinitionException($"{place} has no Name.");
            return Read(values, name, readDockerfile);
        }
        catch (Exception exception) when (exception is ArgumentTransformationMetadataException or DockerfileException)
        {
            throw new DefinitionException(name is null ? $"{place}: {exception.Message}" : $"'{name}' ({place}): {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Says that a name is not a property of definitions, and which may be meant.</summary>
    public static string DescribeUnknown(string name) => $"'{name}' is not a property of definitions." +
        (name.IndexOfAny([';', '\t']) >= 0 ? " Separate the columns with commas."
            : NearestWord.Find(name, Known) is { } nearest ? $" Did you mean '{nearest}'?" : $" The properties are {string.Join(", ", Known)}.");

    private static CreateSnapshotRequest Read(SnapshotProperties values, string name, Func<string, string?, DockerfileOptions, Image> readDockerfile)
    {
        string? imageName = values.ImageName, dockerfile = values.Text("Dockerfile");
        // In a table of snapshots, the images of builds have names too.
        Image? build = imageName is null && dockerfile is null ? FindImage("BuildInfo") : null;
        Image? image = FindImage("Definition") ?? build;
        var options = new DockerfileOptions
        {
            BuildArguments = (Dictionary<string, string>?)Find(new BuildArgumentTransformationAttribute(), "BuildArgument", "BuildArg"),
            Target = values.Text("Target"),
        };
        if (new[] { imageName, dockerfile, image?.Dockerfile }.Count(static source => source is not null) != 1) throw InvalidArgument.Create("specify exactly one of Image, Dockerfile and Definition");
        if (dockerfile is null && options is not { BuildArguments: null, Target: null }) throw InvalidArgument.Create("BuildArgument and Target need a Dockerfile");
        if ((SnapshotName.Validate(name) ?? (imageName is null ? null : SnapshotName.ValidateImage(imageName))) is { } problem) throw InvalidArgument.Create(problem);
        return new CreateSnapshotRequest
        {
            Name = name,
            ImageName = imageName,
            Image = dockerfile is null ? image : readDockerfile(dockerfile, values.Text("Context"), options),
            // A build's Dockerfile already has it.
            Entrypoint = image is not null && image == build ? null : FindList("Entrypoint"),
            Cpu = (int?)Find(new WholeNumberTransformationAttribute("CPU cores"), "Cpu"),
            Memory = (int?)Find(new GibibytesTransformationAttribute(), "Memory", "Mem"),
            Disk = (int?)Find(new GibibytesTransformationAttribute(), "Disk"),
            // A snapshot without GPUs has the value 0, which must not become part of the request.
            Gpu = Find(new WholeNumberTransformationAttribute("GPUs"), "Gpu") is int gpus and > 0 ? gpus : null,
            GpuType = FindList("GpuType"),
            RegionId = (string?)Find(new RegionTransformationAttribute(), "Region", "RegionId", "RegionIds"),
            SandboxClass = values.Text("SandboxClass"),
        };

        Image? FindImage(string property) => (Image?)values.Convert(property, static value => SnapshotProperties.ToImage(value));

        string[]? FindList(string property) => Find(new TextListTransformationAttribute(), property) is string[] { Length: > 0 } list ? list : null;

        object? Find(ArgumentTransformationAttribute transformation, params string[] properties) => properties
            .Select(property => values.Convert(property, value => transformation.Transform(null!, value))).FirstOrDefault(static value => value is not null);
    }
}

/// <summary>A definition of a snapshot can't be used.</summary>
internal sealed class DefinitionException(string message, Exception? cause = null) : DaytonaException(message, cause);
