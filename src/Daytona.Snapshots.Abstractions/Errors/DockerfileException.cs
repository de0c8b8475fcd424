namespace Daytona.Snapshots.Errors;

/// <summary>A Dockerfile can't be built: it does not exist, can't be read, or is longer than the service accepts.</summary>
public sealed class DockerfileException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The problem, and its remedy.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public DockerfileException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
