namespace Daytona.Snapshots.Errors;

/// <summary>An image on this machine can't be published. At most layers of it were sent to the registry.</summary>
/// <param name="reason">The reason.</param>
/// <param name="message">The problem, with the path or name.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class LocalImageException(LocalImageFailure reason, string message, Exception? innerException = null)
    : DaytonaException(message, innerException)
{
    /// <summary>The reason.</summary>
    public LocalImageFailure Reason { get; } = reason;
}

/// <summary>The reasons why an image on this machine can't be published.</summary>
public enum LocalImageFailure
{
    /// <summary>The path does not exist or can't be read.</summary>
    PathNotFound,
    /// <summary>The file or folder is not an image: neither an archive of <c>docker save</c> nor an OCI archive or layout.</summary>
    NotAnImage,
    /// <summary>A part of the image is missing, truncated, or does not match its digest.</summary>
    Broken,
    /// <summary>The image is in a form that can't be sent: its message says what to do.</summary>
    Unsupported,
    /// <summary>The engine or the archive has no image of this name.</summary>
    ImageNotFound,
    /// <summary>The archive holds several images and none was selected by name.</summary>
    Ambiguous,
    /// <summary>The image is for another platform.</summary>
    PlatformMismatch,
    /// <summary>The image is for Windows.</summary>
    WindowsImage,
    /// <summary>No container engine responded at any of the known addresses.</summary>
    NoEngine,
    /// <summary>The engine responded with an error, or its response was cut short.</summary>
    EngineFailed,
    /// <summary>Windows PowerShell 5.1 can't open an engine's socket. Archives and folders work there.</summary>
    EngineUnsupported,
    /// <summary>The temporary copy of the image could not be written.</summary>
    TemporaryCopy,
}
