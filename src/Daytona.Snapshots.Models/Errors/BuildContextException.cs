namespace Daytona.Snapshots.Errors;

/// <summary>A build context can't be sent: one of its files can't be read, is not a file, or changed meanwhile.</summary>
/// <param name="message">The problem, with the path.</param>
/// <param name="path">The full path of the file or folder.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class BuildContextException(string message, string path, Exception? innerException = null) : DaytonaException(message, innerException)
{
    /// <summary>The full path of the file or folder; of several, the first.</summary>
    public string Path { get; } = path;
}

/// <summary>A build context could not be uploaded to the storage.</summary>
/// <param name="message">The context, and the storage's error.</param>
/// <param name="innerException">The cause.</param>
public sealed class ContextUploadException(string message, Exception innerException) : DaytonaException(message, innerException);

/// <summary>A Dockerfile can't be built: it does not exist, can't be read, or is longer than the service accepts.</summary>
/// <param name="message">The problem, and its remedy.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class DockerfileException(string message, Exception? innerException = null) : DaytonaException(message, innerException);
