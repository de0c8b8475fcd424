namespace Daytona.Snapshots;

/// <summary>The service could not be reached, or the connection broke before its answer was complete.</summary>
public sealed class DaytonaConnectionException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, with the host's name.</param>
    /// <param name="innerException">Its cause.</param>
    public DaytonaConnectionException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>What went wrong.</summary>
    public required ConnectionFailure Failure { get; init; }
}
