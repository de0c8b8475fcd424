namespace Daytona.Snapshots.Errors;

/// <summary>A build context can't be sent: one of its files can't be read, is not a file, or changed meanwhile.</summary>
public sealed class BuildContextException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The problem, with the path.</param>
    /// <param name="path">The full path of the file or folder.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public BuildContextException(string message, string path, Exception? innerException = null) :
        base(message, innerException) => Path = path;

    /// <summary>The full path of the file or folder; of several, the first.</summary>
    public string Path { get; }
}

/// <summary>A build context could not be uploaded to the storage.</summary>
public sealed class ContextUploadException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The context, and the storage's error.</param>
    /// <param name="innerException">The cause.</param>
    public ContextUploadException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

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
