namespace Daytona.Snapshots.Errors;

/// <summary>A Dockerfile can't be built: it is not there, can't be read, or is longer than the service takes.</summary>
public sealed class DockerfileException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">Its cause; null where there is none.</param>
    public DockerfileException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
