namespace Daytona.Snapshots.Errors;

/// <summary>A credential, or what belongs to it, can't be used as it is.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class CredentialException(string message, Exception? innerException = null) : DaytonaException(message, innerException);
