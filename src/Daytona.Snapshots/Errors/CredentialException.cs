namespace Daytona.Snapshots.Errors;

/// <summary>A credential, its organization or its URL can't be used.</summary>
/// <param name="message">The problem, and its remedy.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class CredentialException(string message, Exception? innerException = null) : DaytonaException(message, innerException);
