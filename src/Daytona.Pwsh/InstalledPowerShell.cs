using System.ComponentModel;
using System.Diagnostics;

namespace Daytona.Pwsh;

/// <summary>The PowerShell that is installed on this machine.</summary>
internal static class InstalledPowerShell
{
    // A PowerShell that takes longer to report its version is not waited for.
    private static readonly TimeSpan MaxProbeTime = TimeSpan.FromSeconds(5);

    /// <summary>Finds the first <c>pwsh</c> on the PATH.</summary>
    /// <returns>The program, or null if there is none.</returns>
    public static PowerShellProgram? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists) is { } path
            ? new PowerShellProgram(path)
            : null;

    /// <summary>Gets the version of a PowerShell. A preview counts as the release that it precedes.</summary>
    /// <returns>The version, or null if the program does not start on this machine or does not report one within five seconds.</returns>
    public static async Task<Version?> GetVersionAsync(PowerShellProgram program)
    {
        ProcessStartInfo start = program.CreateStartInfo(["--version"]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                // "PowerShell 7.6.9" or "PowerShell 7.7.0-preview.1"; another program may write without end.
                char[] output = new char[100];
                int length = await process.StandardOutput.ReadBlockAsync(output).AsTask().WaitAsync(MaxProbeTime);
                string[] words = new string(output, 0, length).Trim().Split(' ');
                return words is ["PowerShell", { } text] && Version.TryParse(text.Split('-')[0], out Version? version) ? version : null;
            }
            finally
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or TimeoutException)
        {
            return null;
        }
    }
}
