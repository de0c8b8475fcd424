namespace Daytona.Snapshots.Errors;

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
