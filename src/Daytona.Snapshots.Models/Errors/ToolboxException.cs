namespace Daytona.Snapshots.Errors;

/// <summary>The toolbox of a sandbox, which runs commands in it, could not be reached or did not run the command.</summary>
/// <param name="message">The problem, with the toolbox's host.</param>
/// <param name="innerException">The cause.</param>
public sealed class ToolboxException(string message, Exception innerException) : DaytonaException(message, innerException);

/// <summary>The capture of a sandbox failed. The service does not report this, nor the cause.</summary>
/// <param name="message">The problem, and its remedy.</param>
public sealed class SandboxCaptureException(string message) : DaytonaException(message);
