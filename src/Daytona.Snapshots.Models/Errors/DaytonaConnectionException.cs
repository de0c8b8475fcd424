namespace Daytona.Snapshots.Errors;

/// <summary>The service could not be reached, or the connection broke before the response was complete.</summary>
/// <param name="failure">The kind of failure.</param>
/// <param name="message">The problem, with the host's name.</param>
/// <param name="innerException">The cause, or null if there is none.</param>
public sealed class DaytonaConnectionException(ConnectionFailure failure, string message, Exception? innerException = null)
    : DaytonaException(message, innerException)
{
    /// <summary>The kind of failure.</summary>
    public ConnectionFailure Failure { get; } = failure;

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

/// <summary>The ways in which a connection to the service can fail.</summary>
public enum ConnectionFailure
{
    /// <summary>The host name is unknown.</summary>
    NameResolution,
    /// <summary>The host or the network refused the connection.</summary>
    Refused,
    /// <summary>The host's certificate or its version of TLS was not accepted.</summary>
    Tls,
    /// <summary>The host does not speak HTTPS at that port.</summary>
    NotHttps,
    /// <summary>The URL is plain http to another machine, which would expose the credential. Nothing was sent.</summary>
    InsecureUrl,
    /// <summary>The URL is not one of http or https, or contains a user name or a password. Nothing was sent.</summary>
    InvalidUrl,
    /// <summary>The proxy's settings contradict each other, or its URL is not valid. Nothing was sent.</summary>
    InvalidProxy,
    /// <summary>The host did not respond in time.</summary>
    Timeout,
    /// <summary>The connection broke before the response was complete.</summary>
    Broken,
    /// <summary>The response is not that of a Daytona API but, for example, an HTML page of a proxy.</summary>
    NotDaytona,
    /// <summary>The server is a Daytona API of a version that this library does not support.</summary>
    UnsupportedApi,
    /// <summary>The host redirected the request. Credentials are not forwarded on redirects.</summary>
    Redirected,
    /// <summary>The proxy could not be reached.</summary>
    ProxyUnreachable,
    /// <summary>The proxy requires a user name and a password, or rejected them.</summary>
    ProxyAuthenticationRequired,
    /// <summary>The proxy could not connect to the host, or refused to.</summary>
    ProxyRefused,
}
