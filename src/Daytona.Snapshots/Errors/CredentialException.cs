namespace Daytona.Snapshots.Errors;

/// <summary>A credential, its organization or its URL can't be used.</summary>
/// <param name="message">The problem, and its remedy.</param>
/// <param name="innerException">The cause; null if there is none.</param>
public sealed class CredentialException(string message, Exception? innerException = null) : DaytonaException(message, innerException);

/// <summary>There are no credentials.</summary>
/// <param name="detail">The last source that was searched, as a sentence.</param>
public sealed class NoCredentialsException(string detail) : DaytonaException(
    $"There are no Daytona credentials. Run Connect-Daytona, or set $env:DAYTONA_API_KEY to an API key from https://app.daytona.io/dashboard/keys. {detail}");
