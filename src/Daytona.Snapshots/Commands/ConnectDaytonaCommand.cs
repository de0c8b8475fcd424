using System.Management.Automation.Host;
using System.Net;
using System.Security;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Connections;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Connects the current process to a Daytona account.</summary>
[Cmdlet(VerbsCommunications.Connect, "Daytona", DefaultParameterSetName = nameof(ApiKey), HelpUri = HelpFolder + "Connect-Daytona.md")]
[OutputType(typeof(Connection))]
public sealed class ConnectDaytonaCommand : DaytonaCmdlet
{
    /// <summary>An API key. By default, the API key of the environment or of the Daytona CLI.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(ApiKey))]
    [SecretTransformation("DAYTONA_API_KEY")]
    public SecureString? ApiKey { get; set; }

    /// <summary>An access token (JWT) of a user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AccessToken), HelpMessage = "The access token as a SecureString.")]
    [SecretTransformation("DAYTONA_JWT_TOKEN")]
    public SecureString? AccessToken { get; set; }

    /// <summary>
    /// The API key as the password, with any user name. For an access token, the user name is the organization's ID.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Credential), HelpMessage = "A credential whose password is an API key.")]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The URL of the API. By default, DAYTONA_API_URL or Daytona's own service.</summary>
    [Parameter]
    public Uri? ApiUrl { get; set; }

    /// <summary>The organization's ID. Required with an access token whose user belongs to several.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OrganizationId { get; set; }

    /// <summary>The region of new snapshots. By default, DAYTONA_TARGET or the organization's default region.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>Does not validate the credential. The first cmdlet that needs the service sends the first request.</summary>
    [Parameter]
    public SwitchParameter SkipCheck { get; set; }

    /// <summary>Allows plain http to another machine, which exposes the credential on the network.</summary>
    [Parameter]
    public SwitchParameter AllowInsecure { get; set; }

    /// <summary>
    /// The proxy for all requests, including those to this machine. By default, the proxy of the environment or the system is
    /// used, but not for requests to this machine.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The user name and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Ignores all proxies.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Accepts any certificate, which exposes the credential to anyone who intercepts the connection.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The time limit for a request with its retries: seconds, a TimeSpan or hh:mm:ss; 0 for none. The default is 5 minutes.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan OperationTimeout { get; set; }

    private protected override void Process()
    {
        Connection connection = FindConnection();
        if (SkipCertificateCheck)
        {
            Warn($"The certificates of {connection.ApiUrl.Host} and of the hosts that it names are not checked. Anyone who intercepts the connection can read the credential.");
        }

        if (!SkipCheck) connection = Check(connection);
        CurrentConnection.Set(connection);
        WriteObject(connection);
    }

    private Connection FindConnection()
    {
        ValidateProxy();
        CredentialOverrides overrides = CurrentConnection.Environment with
        {
            ApiUrl = ApiUrl is null ? null : new Setting<Uri>(ApiUrl, "-ApiUrl"),
            Organization = OrganizationId is null ? null : new Setting<string>(OrganizationId, "-OrganizationId"),
            Region = Region is null ? null : new Setting<string>(Region, "-Region"),
            AllowInsecure = AllowInsecure,
        };
        return ParameterSetName switch
        {
            nameof(AccessToken) => With(Reveal(AccessToken!), CredentialKind.AccessToken, "-AccessToken", overrides),
            nameof(Credential) => FromCredential(Credential!, overrides),
            _ when ApiKey is not null => With(Reveal(ApiKey), CredentialKind.ApiKey, "-ApiKey", overrides),
            // -Connection makes another connection the current one.
            _ when Connection is not null => Connection,
            _ when CredentialResolver.Find(overrides) is { } found => new Connection(found, AddTransport),
            _ => AskForKey(overrides) ?? throw CredentialResolver.NotFound(overrides),
        };
    }

    private Connection With(Secret credential, CredentialKind kind, string source, CredentialOverrides overrides) =>
        new(CredentialResolver.Complete(credential, kind, source, overrides), AddTransport);

    /// <summary>Asks a person for an API key; null if the shell is not interactive, or the answer is empty.</summary>
    private Connection? AskForKey(CredentialOverrides overrides)
    {
        if (!CanAsk) return null;
        try
        {
            Host.UI.Write("API key (empty to cancel): ");
            SecureString key = Host.UI.ReadLineAsSecureString();
            return key.Length == 0 ? null : With(Reveal(key), CredentialKind.ApiKey, "the prompt", overrides);
        }
        catch (Exception exception) when (exception is InvalidOperationException or HostException)
        {
            return null;
        }
    }

    private void ValidateProxy()
    {
        string? problem = Proxy is not null && NoProxy ? "-Proxy and -NoProxy contradict each other. Use one of them."
            : Proxy is not null ? DaytonaUrl.ValidateProxy(Proxy)
            : ProxyCredential is not null ? "-ProxyCredential is for -Proxy. Specify the proxy."
            : null;
        if (problem is not null) throw new DaytonaConnectionException(ConnectionFailure.InvalidProxy, problem);
    }

    private DaytonaClientOptions AddTransport(DaytonaClientOptions options) => options with
    {
        AllowInsecure = AllowInsecure,
        // Without a user name or password.
        Proxy = Proxy is null ? null : new Uri(Proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)),
        ProxyCredential = ProxyCredential?.GetNetworkCredential() ?? DaytonaUrl.CredentialIn(Proxy),
        NoProxy = NoProxy,
        SkipCertificateCheck = SkipCertificateCheck,
        OperationTimeout = !MyInvocation.BoundParameters.ContainsKey(nameof(OperationTimeout)) ? options.OperationTimeout
            : OperationTimeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : OperationTimeout,
    };

    private Connection FromCredential(PSCredential credential, CredentialOverrides overrides)
    {
        const string source = "-Credential";
        Secret password = Reveal(credential.Password);
        if (JsonWebToken.TryRead(password.Reveal()) is null) return With(password, CredentialKind.ApiKey, source, overrides);
        return With(password, CredentialKind.AccessToken, source, overrides with { Organization = overrides.Organization ?? new Setting<string>(credential.UserName, source) });
    }

    private Connection Check(Connection connection)
    {
        try
        {
            DaytonaClient client = Observe(connection);
            return connection.Credential == CredentialKind.ApiKey
                ? CheckApiKey(connection, client)
                : CheckAccessToken(connection, client);
        }
        catch (DaytonaException exception)
        {
            ThrowTerminatingError(CmdletErrors.For(exception, connection, connection.ApiUrl));
            throw;
        }
    }

    private Connection CheckApiKey(Connection connection, DaytonaClient client)
    {
        try
        {
            ApiKeyInfo key = Await(client.Account.GetApiKeyAsync);
            return connection.Checked(connection.OrganizationId, key.UserId, key.Name, key.Permissions, key.ExpiresAt);
        }
        catch (DaytonaApiException exception) when (exception.IsRefusal && exception.Reason != ApiErrorReason.CredentialRefused)
        {
            // A server that does not describe keys still shows whether it accepts this one.
            Await(client.Account.FindOrganizationIdAsync);
            return connection.Checked(connection.OrganizationId);
        }
    }

    private Connection CheckAccessToken(Connection connection, DaytonaClient client)
    {
        JsonWebToken? token = JsonWebToken.TryRead(connection.RevealCredential());
        IReadOnlyList<Organization> organizations = Await(client.Account.ListOrganizationsAsync);
        Organization? organization = connection.OrganizationId is { } id
            ? organizations.FirstOrDefault(organization => string.Equals(organization.Id, id, StringComparison.OrdinalIgnoreCase))
            : organizations.Count == 1 ? organizations[0] : null;
        if (organization is null)
        {
            string choice = string.Join(", ", organizations.Select(organization => $"{organization.Id} ({organization.Name})"));
            throw new CredentialException(organizations.Count == 0
                ? "The access token's user belongs to no organization. Accept an invitation to one, or use an API key."
                : connection.OrganizationId is { } missing
                ? $"The access token's user does not belong to the organization {missing}. Specify -OrganizationId as one of: {choice}."
                : $"The access token's user belongs to several organizations. Specify -OrganizationId as one of: {choice}.");
        }

        return connection.Checked(organization.Id, token?.User, expiresAt: token?.ExpiresAt);
    }

    // SecureString has no other way to read its text.
    private static Secret Reveal(SecureString secret) => new NetworkCredential("", secret).Password.Trim() is { Length: > 0 } text
        ? new Secret(text)
        : throw new CredentialException("The secret is empty. Specify the API key or the access token.");
}
