using System.Collections.Specialized;
using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Images;

/// <summary>Steps of an image, and the Dockerfile that Daytona's Python SDK (v0.190) wrote for them.</summary>
public sealed record SdkCase(string Name, JsonElement Steps, string Dockerfile)
{
    private static readonly JsonElement Document = Load();

    public static IReadOnlyDictionary<string, string> Files { get; } = Document.GetProperty("files").EnumerateObject()
        .ToDictionary(file => file.Name, file => file.Value.GetString()!);

    public static IReadOnlyList<SdkCase> All { get; } =
    [
        .. Document.GetProperty("cases").EnumerateArray().Select(item => new SdkCase(
            item.GetProperty("name").GetString()!, item.GetProperty("steps"), item.GetProperty("dockerfile").GetString()!)),
    ];

    public Image Build(string folder) =>
        Steps.EnumerateArray().Aggregate((Image?)null, (image, step) => Add(image, step, folder))!;

    private static Image Add(Image? image, JsonElement step, string folder) => Text(step, "do") switch
    {
        "DebianSlim" => Image.DebianSlim(Text(step, "version")),
        "FromBase" => Image.FromBase(Text(step, "image")!),
        "FromDockerfile" => Image.FromDockerfile(Text(step, "path")!, folder),
        "PipInstall" => image!.PipInstall(Texts(step, "packages")!, Options(step)),
        "PipInstallFromRequirements" => image!.PipInstallFromRequirements(Text(step, "path")!, folder, Options(step)),
        "PipInstallFromPyProject" => image!.PipInstall(
            PyProject.Read(Text(step, "path")!, folder).PackagesWith(Texts(step, "optional") ?? []), Options(step)),
        "RunCommands" => image!.RunCommands(Texts(step, "commands")!),
        "Environment" => image!.Environment(Variables(step)),
        "WorkingDirectory" => image!.WorkingDirectory(Text(step, "path")!),
        "Entrypoint" => image!.Entrypoint(Texts(step, "command")!),
        "Command" => image!.Command(Texts(step, "command")!),
        "AddLocalFile" => image!.AddLocalFile(Text(step, "path")!, Text(step, "destination")!, folder),
        "AddLocalDirectory" => image!.AddLocalDirectory(Text(step, "path")!, Text(step, "destination")!, folder),
        "DockerfileCommands" => image!.DockerfileCommands(Texts(step, "lines")!, folder, Text(step, "context")),
        var other => throw new InvalidOperationException(other),
    };

    private static PipInstallOptions Options(JsonElement step) => new()
    {
        FindLinks = Texts(step, "find_links"),
        IndexUrl = Text(step, "index_url"),
        ExtraIndexUrls = Texts(step, "extra_index_urls"),
        Pre = step.TryGetProperty("pre", out JsonElement pre) && pre.GetBoolean(),
        ExtraOptions = Text(step, "extra_options"),
    };

    private static OrderedDictionary Variables(JsonElement step)
    {
        var variables = new OrderedDictionary();
        foreach (JsonElement pair in step.GetProperty("variables").EnumerateArray())
        {
            variables.Add(pair[0].GetString()!, pair[1].GetString());
        }

        return variables;
    }

    private static string? Text(JsonElement step, string name) =>
        step.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string[]? Texts(JsonElement step, string name) => step.TryGetProperty(name, out JsonElement value)
        ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
        : null;

    private static JsonElement Load()
    {
        using Stream stream = typeof(SdkCase).Assembly.GetManifestResourceStream("python-sdk.json")!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
