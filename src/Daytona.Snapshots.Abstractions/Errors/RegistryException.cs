namespace Daytona.Snapshots.Errors;

/// <summary>A registry can't be pushed to.</summary>
public sealed class RegistryException : DaytonaException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">What happened, with the registry's host and without a secret.</param>
    /// <param name="innerException">Its cause; null if there is none.</param>
    public RegistryException(RegistryFailure reason, string message, Exception? innerException = null) :
        base(message, innerException) => Reason = reason;

    /// <summary>The reason.</summary>
    public RegistryFailure Reason { get; }

    /// <summary>The HTTP status; null if no answer is the cause.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The registry's own code for the error, such as <c>DENIED</c>; null if it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The time that the registry asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
