using System.Net;
using Daytona.Snapshots.Client.Account;

namespace Daytona.Snapshots.Client;

/// <summary>The settings of a client.</summary>
public sealed record DaytonaClientOptions
{
    /// <summary>The URL of Daytona's own service.</summary>
    public static Uri DefaultApiUrl { get; } = new("https://app.daytona.io/api");

    /// <summary>The URL of the API.</summary>
    /// <value>The default is <see cref="DefaultApiUrl"/>.</value>
    public Uri ApiUrl { get; init; } = DefaultApiUrl;

    /// <summary>The API key or access token. It is sent to the API, and to the hosts that the API names for build logs and toolboxes.</summary>
    public required Secret Credential { get; init; }

    /// <summary>The organization. An access token needs one; with an API key the service ignores it.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The region of new snapshots whose request names none; null for the organization's default.</summary>
    public string? DefaultRegionId { get; init; }

    /// <summary>The User-Agent header, such as <c>Daytona.Snapshots/1.0 PowerShell/7.6</c>.</summary>
    public string UserAgent { get; init; } = "Daytona.Snapshots";

    /// <summary>The value of the X-Daytona-Source header, by which the service distinguishes its clients.</summary>
    public string Source { get; init; } = "dotnet";

    /// <summary>Whether the credential may be sent over plain http to another machine.</summary>
    /// <value>The default is false.</value>
    public bool AllowInsecure { get; init; }

    /// <summary>
    /// The proxy for all requests, including those to this machine. By default, the proxy of the environment or the system is
    /// used, but not for requests to this machine.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>The user name and password for <see cref="Proxy"/>, or null if it needs none.</summary>
    public NetworkCredential? ProxyCredential { get; init; }

    /// <summary>Whether all proxies are ignored.</summary>
    /// <value>The default is false.</value>
    public bool NoProxy { get; init; }

    /// <summary>Whether any certificate is accepted, which exposes the credential to anyone who intercepts the connection.</summary>
    /// <value>The default is false.</value>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>
    /// Wraps the handler of requests to the service, its storage and its registries, for example to log them. In a test, it can return
    /// another handler, which then needs no server. It does not apply to notifications and, on .NET Framework, to uploads of build
    /// contexts. The requests have the header with the credential.
    /// </summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? WrapHandler { get; init; }

    /// <summary>Whether waits use the service's notifications. Set to false in networks that block WebSockets: waits then poll.</summary>
    /// <value>The default is true.</value>
    public bool UseNotifications { get; init; } = true;

    /// <summary>The time limit for one attempt of a request. The service itself may take up to 30 seconds.</summary>
    /// <value>The default is 100 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The time limit for a request with all its retries and pauses at a rate limit.</summary>
    /// <value>The default is 5 minutes. Use <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time after which a registry or a storage that sends and accepts nothing has failed.</summary>
    internal TimeSpan SilenceTimeout => OperationTimeout > TimeSpan.Zero && OperationTimeout < RequestTimeout ? OperationTimeout : RequestTimeout;

    /// <summary>
    /// The settings of the environment: DAYTONA_API_KEY, or DAYTONA_JWT_TOKEN with DAYTONA_ORGANIZATION_ID, both with DAYTONA_API_URL; or the
    /// active profile of the Daytona CLI, if DAYTONA_API_URL does not name another server. DAYTONA_TARGET is the default region.
    /// </summary>
    /// <returns>The settings, with the other options as by default.</returns>
    /// <exception cref="NoCredentialsException">There are no credentials. The message says why each source was not used.</exception>
    /// <exception cref="CredentialException">A credential can't be used.</exception>
    /// <exception cref="DaytonaConnectionException">The URL is not valid or not secure.</exception>
    public static DaytonaClientOptions FromEnvironment()
    {
        var overrides = new CredentialOverrides();
        ResolvedCredential found = CredentialResolver.Find(overrides) ?? throw CredentialResolver.NotFound(overrides);
        return new DaytonaClientOptions
        {
            ApiUrl = found.ApiUrl.Value,
            Credential = found.Credential,
            OrganizationId = found.Organization?.Value,
            DefaultRegionId = found.Region?.Value,
        };
    }
}
