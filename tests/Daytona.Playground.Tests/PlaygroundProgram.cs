using System.Reflection;
using CliWrap;
using CliWrap.Buffered;

namespace Daytona.Playground.Tests;

/// <summary>The playground as this clone has built it.</summary>
internal static class PlaygroundProgram
{
    /// <summary>Gets the path of the program's assembly.</summary>
    public static string Path { get; } = typeof(PlaygroundProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "Playground").Value!;

    /// <summary>Runs it without a terminal.</summary>
    public static async Task<BufferedCommandResult> RunAsync(params string[] arguments) => await Cli.Wrap("dotnet")
        .WithArguments([Path, .. arguments])
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
