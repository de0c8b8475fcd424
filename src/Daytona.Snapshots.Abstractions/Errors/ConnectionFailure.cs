namespace Daytona.Snapshots.Errors;

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
