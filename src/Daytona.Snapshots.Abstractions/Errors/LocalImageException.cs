namespace Daytona.Snapshots.Errors;

/// <summary>An image on this machine can't be published. Nothing was sent to the registry.</summary>
public sealed class LocalImageException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">The problem, with the path or name.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public LocalImageException(LocalImageFailure reason, string message, Exception? innerException = null) :
        base(message, innerException) => Reason = reason;

    /// <summary>The reason.</summary>
    public LocalImageFailure Reason { get; }
}
