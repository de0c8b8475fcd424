namespace Daytona.Snapshots.Errors;

/// <summary>An image can't be pushed to a registry.</summary>
/// <param name="reason">The reason.</param>
/// <param name="message">The problem, with the registry's host and without a secret.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class RegistryException(RegistryFailure reason, string message, Exception? innerException = null)
    : DaytonaException(message, innerException)
{
    /// <summary>The reason.</summary>
    public RegistryFailure Reason { get; } = reason;

    /// <summary>The HTTP status; null if no response is the cause.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The registry's own code for the error, such as <c>DENIED</c>; null if it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The time that the registry asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The reasons why an image can't be pushed to a registry.</summary>
public enum RegistryFailure
{
    /// <summary>The registry's address is not valid, or is plain http to another machine.</summary>
    InvalidAddress,
    /// <summary>The registry does not accept the credentials.</summary>
    Unauthorized,
    /// <summary>The credentials don't permit pushing to this repository.</summary>
    Denied,
    /// <summary>The responses are not those of a registry.</summary>
    NotARegistry,
    /// <summary>The registry refuses the image, for example because it exceeds a quota.</summary>
    Refused,
    /// <summary>The registry computed another digest: the image was changed while it was sent.</summary>
    DigestMismatch,
    /// <summary>The registry kept failing, or kept asking to wait.</summary>
    Unavailable,
    /// <summary>The image, or one of its layers, is larger than the registry accepts.</summary>
    TooLarge,
}
