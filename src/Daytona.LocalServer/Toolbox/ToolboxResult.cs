namespace Daytona.Local.Toolbox;

/// <summary>The result of a command.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Its output.</param>
public sealed record ToolboxResult(int ExitCode, string Output);
