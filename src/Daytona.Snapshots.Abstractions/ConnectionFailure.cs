namespace Daytona.Snapshots;

/// <summary>The ways in which a service can't be reached.</summary>
public enum ConnectionFailure
{
    /// <summary>The host's name is not known.</summary>
    NameResolution,

    /// <summary>The host, or the network before it, refused the connection.</summary>
    Refused,

    /// <summary>The host's certificate or its TLS was not accepted.</summary>
    Tls,

    /// <summary>The host did not answer in time.</summary>
    Timeout,

    /// <summary>The connection broke before the answer was complete.</summary>
    Broken,

    /// <summary>The answer is not what a Daytona API says: most often another server, or a proxy between.</summary>
    NotDaytona,

    /// <summary>The host sends requests to another address, where a credential is not sent along.</summary>
    Redirected,
}
