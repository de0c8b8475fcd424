using System.Diagnostics;

namespace Daytona.Pwsh;

/// <summary>A PowerShell that can be started.</summary>
/// <param name="fileName">The program: a path, or a name on the PATH.</param>
/// <param name="leadingArguments">Arguments before those of PowerShell, such as its assembly for <c>dotnet</c>.</param>
public sealed class PowerShellProgram(string fileName, params string[] leadingArguments)
{
    /// <summary>Gets the folder of the .NET installation to run in, or null to let the program find its own.</summary>
    internal string? DotnetRoot { get; init; }

    /// <summary>Finds the newest PowerShell: the <c>pwsh</c> on the PATH or the restored one.</summary>
    /// <exception cref="FileNotFoundException">The package is not restored.</exception>
    public static async Task<PowerShellProgram> FindNewestAsync() =>
        InstalledPowerShell.Find() is { } installed
        && await InstalledPowerShell.GetVersionAsync(installed) is { } version && version > RestoredPowerShell.Version
            ? installed
            : RestoredPowerShell.Find();

    /// <summary>Prepares a start of the program, without telemetry and without its check for updates.</summary>
    /// <param name="arguments">The arguments, such as <c>-NoProfile</c>.</param>
    public ProcessStartInfo CreateStartInfo(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(fileName, [.. leadingArguments, .. arguments]);
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        if (DotnetRoot is not null) start.Environment["DOTNET_ROOT"] = DotnetRoot;
        if (!OperatingSystem.IsWindows() && !CanWriteToHome()) start.Environment.Remove("HOME");
        return start;
    }

    // PowerShell ends at its start if the home folder is on a read-only file system. Without a home folder, it uses a temporary one.
    private static bool CanWriteToHome()
    {
        if (Environment.GetEnvironmentVariable("HOME") is not { Length: > 0 } home) return true;
        try
        {
            Directory.CreateDirectory(Path.Combine(home, ".cache", "powershell"));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Runs the program on this process's console until it ends.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">Variables to set for the program.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">The program does not start.</exception>
    public async Task<int> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = CreateStartInfo(arguments);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        // Ctrl+C belongs to the shell, which stops a command and stays.
        Console.CancelKeyPress += static (_, key) => key.Cancel = true;
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
