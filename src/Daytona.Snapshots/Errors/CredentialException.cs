namespace Daytona.Snapshots.Errors;

/// <summary>A credential, its organization or its URL can't be used.</summary>
/// <param name="message">The problem, and its remedy.</param>
public sealed class CredentialException(string message) : DaytonaException(message);
