using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Daytona.Pwsh;

namespace Daytona.Benchmarks.Contenders;

/// <summary>The available programs of the benchmark.</summary>
internal sealed class Toolbox
{
    private readonly string _root = typeof(Toolbox).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(static it => it.Key == "RepositoryRoot").Value!;

    /// <summary>The restored PowerShell, so that every machine measures with the same version.</summary>
    public PowerShellProgram PowerShell { get; } = RestoredPowerShell.Find();

    /// <summary>Node.js, which runs the SDK; null without Node.js or npm.</summary>
    public string? Node { get; } = Find("npm") is null ? null : Find("node");

    /// <summary>curl, which is the limit; null without curl.</summary>
    public string? Curl { get; } = Find("curl");

    /// <summary>Whether the other programs for the upload limit are available.</summary>
    public bool HasTar { get; } = Find("sh") is not null && Find("tar") is not null && Find("openssl") is not null;

    /// <summary>Debian's docker-registry; null without it.</summary>
    public string? DockerRegistry { get; } = Find("docker-registry");

    /// <summary>skopeo, which copies images; null without skopeo.</summary>
    public string? Skopeo { get; } = Find("skopeo");

    /// <summary>Whether a Docker engine can be started.</summary>
    public bool HasDocker { get; } = Find("dockerd") is not null && Find("docker") is not null && Environment.IsPrivilegedProcess;

    /// <summary>The repository's root folder.</summary>
    public string RepositoryRoot => _root;

    /// <summary>The module's manifest.</summary>
    public string Manifest => Path.Combine(_root, "Daytona.Snapshots.psd1");

    /// <summary>The missing programs, each as a sentence with the measurement that is skipped.</summary>
    public IEnumerable<string> Missing()
    {
        if (Node is null) yield return "Node.js with npm is not installed. The TypeScript SDK is skipped.";
        if (Curl is null) yield return "curl is not installed. The limit of listings and uploads is skipped.";
        if (DockerRegistry is null || Skopeo is null || !HasDocker) yield return "docker-registry, skopeo or a Docker engine (with root) is missing. Publications are skipped.";
        if (Curl is not null && !HasTar) yield return "sh, tar or openssl is not installed. The limit of uploads is skipped.";
    }

    /// <summary>The path of a contender's script.</summary>
    public string PathOf(string script) => Path.Combine(_root, "tests", "Benchmarks", "Contenders", script);

    /// <summary>Installs the SDK if necessary.</summary>
    public async Task InstallSdkAsync()
    {
        string folder = PathOf("sdk");
        if (Node is null || Directory.Exists(Path.Combine(folder, "node_modules", "@daytona", "sdk"))) return;
        Console.WriteLine("Installing the TypeScript SDK, once …");
        await Command.RunAsync(Find("npm")!, ["ci", "--prefix", folder, "--no-audit", "--no-fund"]);
    }

    /// <summary>Describes the environment in one sentence.</summary>
    public async Task<string> DescribeAsync(int rounds)
    {
        List<string> versions = [$"PowerShell {RestoredPowerShell.Version}"];
        if (Node is not null)
            versions.Add($"Node.js {await WordsAsync(1, Node, "--version")} with @daytona/sdk {SdkVersion()}");
        if (Curl is not null) versions.Add(await WordsAsync(2, Curl, "--version"));
        return $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {string.Join(", ", versions)}; "
            + $"medians of {rounds} rounds.";
    }

    private static async Task<string> WordsAsync(int count, string program, string argument) =>
        string.Join(' ', (await Command.RunAsync(program, [argument])).Output.Trim().Split(' ').Take(count));

    private string SdkVersion()
    {
        using JsonDocument package = JsonDocument.Parse(File.ReadAllText(PathOf("sdk/node_modules/@daytona/sdk/package.json")));
        return package.RootElement.GetProperty("version").GetString()!;
    }

    private static string? Find(string program)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, program + ending)))
            .FirstOrDefault(File.Exists);
    }
}
