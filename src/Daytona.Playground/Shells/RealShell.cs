using Daytona.Local;
using System.Diagnostics;

namespace Daytona.Playground.Shells;

/// <summary>The pwsh of this machine, with the module imported and connected to the playground's server.</summary>
internal static class RealShell
{
    /// <summary>The first pwsh on the PATH; null where there is none.</summary>
    public static string? FindOnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    /// <summary>Opens a prompt, and ends with it.</summary>
    public static Task<int> OpenAsync(string pwsh, LocalServer server) => StartAsync(
        pwsh,
        server,
        "-NoLogo",
        "-NoExit",
        "-Command",
        $"{Startup.ImportModule}; Write-Host \"{Startup.Greeting(server)}\"; Get-DaytonaSnapshot");

    /// <summary>Runs commands or a script, and gives their exit code.</summary>
    public static Task<int> RunAsync(string pwsh, PlaygroundArguments arguments, LocalServer server) => StartAsync(
        pwsh, server, "-NoLogo", "-NoProfile", "-Command", $"{Startup.ImportModule}; {Startup.ScriptOf(arguments)}");

    private static async Task<int> StartAsync(string pwsh, LocalServer server, params string[] arguments)
    {
        var start = new ProcessStartInfo(pwsh, arguments);
        foreach ((string name, string value) in Startup.Environment(server)) start.Environment[name] = value;

        // Ctrl+C is the shell's: it must not end the server under it.
        Console.CancelKeyPress += static (_, key) => key.Cancel = true;
        using Process shell = Process.Start(start) ?? throw new InvalidOperationException($"{pwsh} does not start.");
        await shell.WaitForExitAsync();
        return shell.ExitCode;
    }
}
