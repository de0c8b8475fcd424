using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Daytona.Pwsh;

namespace Daytona.Benchmarks.Contenders;

/// <summary>The programs that take part, as far as this machine has them.</summary>
internal sealed class Toolbox
{
    private readonly string _root = typeof(Toolbox).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(static it => it.Key == "RepositoryRoot").Value!;

    /// <summary>The restored PowerShell, which every machine measures with.</summary>
    public PowerShellProgram PowerShell { get; } = RestoredPowerShell.Find();

    /// <summary>Node.js, which runs the SDK; null where there is none, or no npm that installs it.</summary>
    public string? Node { get; } = Find("npm") is null ? null : Find("node");

    /// <summary>curl, the limit; null where there is none.</summary>
    public string? Curl { get; } = Find("curl");

    /// <summary>Whether the other programs of the limit of uploads are there.</summary>
    public bool HasTar { get; } = Find("sh") is not null && Find("tar") is not null && Find("openssl") is not null;

    /// <summary>The repository's root folder.</summary>
    public string RepositoryRoot => _root;

    /// <summary>The module's manifest.</summary>
    public string Manifest => Path.Combine(_root, "Daytona.Snapshots.psd1");

    /// <summary>What is missing, as sentences that say what is left out for it.</summary>
    public IEnumerable<string> Missing()
    {
        if (Node is null) yield return "There is no Node.js with npm: the TypeScript SDK is left out.";
        if (Curl is null) yield return "There is no curl: the limit of listings and uploads is left out.";
        else if (!HasTar) yield return "There is no sh, tar or openssl: the limit of uploads is left out.";
    }

    /// <summary>The path of a contender's script.</summary>
    public string PathOf(string script) => Path.Combine(_root, "tests", "Benchmarks", "Contenders", script);

    /// <summary>Installs the SDK where that was not done yet.</summary>
    public async Task InstallSdkAsync()
    {
        string folder = PathOf("sdk");
        if (Node is null || Directory.Exists(Path.Combine(folder, "node_modules", "@daytona", "sdk"))) return;
        Console.WriteLine("Installing the TypeScript SDK, once …");
        await Command.RunAsync(Find("npm")!, ["ci", "--prefix", folder, "--no-audit", "--no-fund"]);
    }

    /// <summary>Says in a sentence on what is measured.</summary>
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
