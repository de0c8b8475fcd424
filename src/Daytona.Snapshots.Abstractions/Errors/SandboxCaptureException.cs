namespace Daytona.Snapshots.Errors;

/// <summary>The capture of a sandbox failed. The service does not report this, nor the cause.</summary>
public sealed class SandboxCaptureException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The problem, and its remedy.</param>
    public SandboxCaptureException(string message) : base(message)
    {
    }
}
