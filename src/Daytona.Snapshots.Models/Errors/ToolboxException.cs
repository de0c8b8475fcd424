namespace Daytona.Snapshots.Errors;

/// <summary>The toolbox of a sandbox, which runs commands in it, could not be reached or did not run the command.</summary>
public sealed class ToolboxException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The problem, with the toolbox's host.</param>
    /// <param name="innerException">The cause.</param>
    public ToolboxException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>The capture of a sandbox failed. The service does not report this, nor the cause.</summary>
public sealed class SandboxCaptureException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The problem, and its remedy.</param>
    public SandboxCaptureException(string message) : base(message)
    {
    }
}
