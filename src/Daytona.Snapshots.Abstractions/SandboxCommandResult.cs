namespace Daytona.Snapshots;

/// <summary>The result of a command in a sandbox.</summary>
/// <param name="Command">The command line.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The output, unchanged.</param>
/// <param name="Seconds">How long it took, in seconds.</param>
public sealed record SandboxCommandResult(string Command, int ExitCode, string Output, double Seconds);
