namespace Daytona.Snapshots.Errors;

/// <summary>A build context could not be sent to the storage.</summary>
public sealed class ContextUploadException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Which context, and what the storage said.</param>
    /// <param name="innerException">Its cause.</param>
    public ContextUploadException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
