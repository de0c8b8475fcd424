namespace Daytona.Snapshots.Errors;

/// <summary>A build context can't be sent as it is: a file of it can't be read, is no file, or changed meanwhile.</summary>
public sealed class BuildContextException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, with the path.</param>
    /// <param name="path">The full path of what is wrong.</param>
    /// <param name="innerException">Its cause; null where there is none.</param>
    public BuildContextException(string message, string path, Exception? innerException = null) :
        base(message, innerException) => Path = path;

    /// <summary>The full path of the file or folder; the first where there are several.</summary>
    public string Path { get; }
}
