namespace Daytona.Snapshots;

/// <summary>The result of a command in a sandbox.</summary>
/// <param name="Command">The command or the script, as it was written.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The output. Of more than 1 MiB, only the end is kept, after a note.</param>
/// <param name="Seconds">How long it took, in seconds.</param>
public sealed record SandboxCommandResult(string Command, int ExitCode, string Output, double Seconds)
{
    /// <summary>Whether it ran to its end and succeeded.</summary>
    /// <value>By default, whether the exit code is 0. A script whose end was not reported has failed with any exit code.</value>
    public bool Success { get; init; } = ExitCode == 0;
}
