namespace Daytona.Local.Toolbox;

/// <summary>A command that a client wants to run in a sandbox.</summary>
/// <param name="Sandbox">The sandbox.</param>
/// <param name="Command">The command line.</param>
/// <param name="WorkingDirectory">The working directory, or null.</param>
/// <param name="Timeout">The time that the client gives it, or null.</param>
public sealed record ToolboxCommand(LocalSandbox Sandbox, string Command, string? WorkingDirectory, TimeSpan? Timeout);
