using System.Diagnostics;

namespace Daytona.Pwsh;

/// <summary>The PowerShell that is installed on this machine.</summary>
internal static class InstalledPowerShell
{
    /// <summary>Finds the first <c>pwsh</c> on the PATH.</summary>
    /// <returns>The program, or null if there is none.</returns>
    public static PowerShellProgram? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists) is { } path
            ? new PowerShellProgram(path)
            : null;

    /// <summary>Gets the version of a PowerShell. A preview counts as the release that it precedes.</summary>
    /// <returns>The version, or null if the program does not report one.</returns>
    public static async Task<Version?> GetVersionAsync(PowerShellProgram program)
    {
        ProcessStartInfo start = program.CreateStartInfo(["--version"]);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        // "PowerShell 7.6.9" or "PowerShell 7.7.0-preview.1"
        string output = await process.StandardOutput.ReadToEndAsync();
        return Version.TryParse(output.Trim().Split(' ')[^1].Split('-')[0], out Version? version) ? version : null;
    }
}
