using System.Reflection;
using CliWrap;
using CliWrap.Buffered;
using Daytona.Tests;

namespace Daytona.Playground.Tests;

/// <summary>The playground as this clone has built it.</summary>
internal static class PlaygroundProgram
{
    /// <summary>Gets the path of the program's assembly.</summary>
    public static string Path { get; } = typeof(PlaygroundProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "Playground").Value!;

    /// <summary>Gets the folder of the clone.</summary>
    public static string Root { get; } = typeof(PlaygroundProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "Root").Value!;

    /// <summary>Runs it without a terminal.</summary>
    public static Task<BufferedCommandResult> RunAsync(params string[] arguments) => RunAsync(Path, Environment.GetEnvironmentVariable("PATH"), arguments);

    /// <summary>Runs the program that finds PowerShell.</summary>
    /// <param name="folder">A folder before all others of the PATH.</param>
    /// <param name="home">The home folder, or null for that of the user.</param>
    /// <param name="arguments">The arguments for PowerShell.</param>
    public static Task<BufferedCommandResult> RunPwshAsync(string folder, string? home, params string[] arguments) => RunAsync(
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "Daytona.Pwsh.dll"),
        folder + System.IO.Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        arguments,
        home);

    private static async Task<BufferedCommandResult> RunAsync(string program, string? path, string[] arguments, string? home = null) => await Cli.Wrap(DotnetProgram.Path)
        .WithArguments([program, .. arguments])
        .WithEnvironmentVariables(it => it.Set("PATH", path).Set("HOME", home ?? Environment.GetEnvironmentVariable("HOME")))
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
