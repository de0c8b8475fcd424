namespace Daytona.Snapshots.Errors;

/// <summary>The capture of a sandbox failed on the service, which does not say so or why.</summary>
public sealed class SandboxCaptureException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was seen, and what to do.</param>
    public SandboxCaptureException(string message) : base(message)
    {
    }
}
