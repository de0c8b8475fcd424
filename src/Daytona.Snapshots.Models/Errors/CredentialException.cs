namespace Daytona.Snapshots.Errors;

/// <summary>A credential or its organization can't be used.</summary>
/// <param name="message">The problem, and its remedy.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class CredentialException(string message, Exception? innerException = null) : DaytonaException(message, innerException);

/// <summary>There are no credentials.</summary>
/// <param name="detail">Why each source was not used, as sentences.</param>
public sealed class NoCredentialsException(string detail) : DaytonaException(
    $"There are no Daytona credentials. Set DAYTONA_API_KEY to an API key from https://app.daytona.io/dashboard/keys, or run daytona login. {detail}")
{
    /// <summary>Why each source was not used, as sentences.</summary>
    public string Detail => detail;
}
