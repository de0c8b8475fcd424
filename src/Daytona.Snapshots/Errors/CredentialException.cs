namespace Daytona.Snapshots.Errors;

/// <summary>A credential, or what belongs to it, can't be used as it is.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class CredentialException(string message) : DaytonaException(message);
