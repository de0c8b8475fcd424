namespace Daytona.Snapshots.Errors;

/// <summary>The service could not be reached, or the connection broke before the response was complete.</summary>
public sealed class DaytonaConnectionException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The problem, with the host's name.</param>
    /// <param name="innerException">The cause, or null if there is none.</param>
    public DaytonaConnectionException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }

    /// <summary>The kind of failure.</summary>
    public required ConnectionFailure Failure { get; init; }

    /// <summary>
    /// Whether a retry may succeed. An HTML page in place of a response counts, because proxies send one while the service
    /// behind them is down.
    /// </summary>
    public override bool IsTransient => Failure
        is not (ConnectionFailure.Tls or ConnectionFailure.InsecureUrl or ConnectionFailure.UnsupportedApi
            or ConnectionFailure.ProxyAuthenticationRequired);

    /// <inheritdoc/>
    public override bool LeavesOutcomeOpen => Failure is ConnectionFailure.Broken or ConnectionFailure.Timeout or ConnectionFailure.NotDaytona;
}
