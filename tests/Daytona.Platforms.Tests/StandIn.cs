using CliWrap;

namespace Daytona.Platforms.Tests;

/// <summary>
/// Makes Mono find, in place of Windows's kernel32, the two functions by which the client resolves symbolic links. Everything
/// else of the client needs no Windows.
/// </summary>
internal static class StandIn
{
    /// <summary>Compiles the stand-in and writes Mono's configuration for the probe. Skips the test without a C compiler.</summary>
    public static async Task WriteConfigAsync(string config, CancellationToken cancellationToken)
    {
        string library = Path.Combine(AppContext.BaseDirectory, "libkernel32.so");
        if (!File.Exists(library))
        {
            await Cli.Wrap(Programs.Require("cc"))
                .WithArguments(["-shared", "-fPIC", "-o", library, TestFolders.Get("StandInSource")])
                .ExecuteAsync(cancellationToken);
        }

        await File.WriteAllTextAsync(
            config, $"""<configuration><dllmap dll="kernel32.dll" target="{library}" /></configuration>""", cancellationToken);
    }
}
