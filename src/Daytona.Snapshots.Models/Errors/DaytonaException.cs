namespace Daytona.Snapshots.Errors;

/// <summary>The base of all exceptions that this library throws, apart from those for wrong arguments and cancellation.</summary>
/// <param name="message">The problem, without any secret. It becomes one line that is safe to display.</param>
/// <param name="innerException">The cause, or null if there is none.</param>
public class DaytonaException(string message, Exception? innerException = null)
    : Exception(DisplayText.Clean(message), innerException)
{
    /// <summary>Whether the cause is temporary, so that the same request may succeed later.</summary>
    public virtual bool IsTransient => false;

    /// <summary>
    /// Whether the service may have carried out the failed request, because its response is missing, unreadable or that of
    /// something in between. After a change, read the state before you send it again.
    /// </summary>
    public virtual bool LeavesOutcomeOpen => false;
}

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
