namespace Daytona.Snapshots;

/// <summary>The result of a test that started a sandbox from a snapshot and ran commands in it.</summary>
public sealed record SnapshotTestResult
{
    /// <summary>The snapshot.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>Whether the sandbox started and every command ran to its end with exit code 0.</summary>
    public required bool Success { get; init; }

    /// <summary>The exit code of the first command that failed; 0 if none did, and null if none was run.</summary>
    public int? ExitCode => Commands.FirstOrDefault(static command => !command.Success)?.ExitCode
        ?? (Commands.Count > 0 ? 0 : null);

    /// <summary>The output of all commands, as it is.</summary>
    public string Output => string.Concat(Commands.Select(static command => command.Output));

    /// <summary>The commands that were run, in order.</summary>
    public required IReadOnlyList<SandboxCommandResult> Commands { get; init; }

    /// <summary>The time from the request until the sandbox had started, in seconds; null if it did not start.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>The failure, or null if there is none.</summary>
    public string? Error { get; init; }

    /// <summary>The name and the outcome.</summary>
    public override string ToString() => $"{Snapshot}: {(Success ? "passed" : Error)}";
}

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
