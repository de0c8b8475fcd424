using Daytona.Pwsh;

namespace Daytona.Playground;

/// <summary>A PowerShell with the module imported and connected to the playground's server.</summary>
internal sealed class PlaygroundShell(PowerShellProgram powerShell, LocalServer server, PlaygroundFolder folder)
{
    private readonly string _importModule = $"Import-Module {Quote(folder.Manifest)}";

    private readonly Dictionary<string, string> _environment = new()
    {
        ["DAYTONA_API_URL"] = server.ApiUrl.ToString(),
        ["DAYTONA_API_KEY"] = server.ApiKey,
        ["PSModulePath"] = string.Join(Path.PathSeparator, [folder.Modules, .. new[] { Environment.GetEnvironmentVariable("PSModulePath") }.OfType<string>()]),
        // Files for examples, where a prompt starts.
        ["PLAYGROUND_PROJECT"] = folder.Project,
        // For trying the other ways to connect, and a read-only key.
        ["PLAYGROUND_TOKEN"] = server.AddAccessToken(server.DefaultUser.Id),
        ["PLAYGROUND_READ_KEY"] = server.AddApiKey("read-only").Value,
    };

    private string Greeting =>
        $"Write-Host 'Daytona playground: a server on this machine at {server.ApiUrl}, which ends when you exit. "
        + "Try Get-Help New-DaytonaSnapshot -Examples.'";

    /// <summary>Opens a prompt, and returns when the user leaves it.</summary>
    public Task<int> OpenPromptAsync() => powerShell.RunAsync(
        ["-NoLogo", "-NoExit", "-Command", $"{_importModule}; Set-Location {Quote(folder.Project)}; {Greeting}; Get-DaytonaSnapshot"], _environment);

    /// <summary>Plays the tour.</summary>
    /// <returns>0 if every step succeeded.</returns>
    public Task<int> PlayTourAsync() =>
        RunAsync($"{Greeting}; {CallScript(Path.Combine(AppContext.BaseDirectory, "Tour.ps1"), [])}");

    /// <summary>Runs commands.</summary>
    /// <returns>The exit code of PowerShell.</returns>
    public Task<int> RunAsync(string commands) => powerShell.RunAsync(
        ["-NoLogo", "-NoProfile", "-Command", $"{_importModule}; {commands}"], _environment);

    /// <summary>Runs a script.</summary>
    /// <returns>The exit code of the script; 0 if it sets none.</returns>
    public Task<int> RunScriptAsync(string path, IEnumerable<string> arguments) => RunAsync(CallScript(path, arguments));

    private static string CallScript(string path, IEnumerable<string> arguments) =>
        $"& {Quote(path)} {string.Join(' ', arguments.Select(AsArgument))}; exit $LASTEXITCODE";

    // Parameter names stay unquoted; other arguments are text.
    private static string AsArgument(string argument) =>
        argument.StartsWith('-') && argument.Length > 1 && char.IsLetter(argument[1]) ? argument : Quote(argument);

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
