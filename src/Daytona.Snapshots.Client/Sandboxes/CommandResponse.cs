namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The toolbox's response to a command.</summary>
internal sealed class CommandResponse
{
    /// <summary>The exit code. Without it nobody could tell whether the command succeeded.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>The output, or null if there is none.</summary>
    public string? Result { get; init; }
}
