namespace Daytona.Snapshots.Connections;

/// <summary>A connection to a Daytona account. Displays everything except the credential.</summary>
public sealed class Connection
{
    private readonly object _lock = new();
    private readonly DaytonaClientOptions _options;
    private ResolvedCredential _account;
    private DaytonaClient? _client;

    /// <summary>Initializes a connection of a credential, with other settings of how the service is reached.</summary>
    internal Connection(ResolvedCredential account, Func<DaytonaClientOptions, DaytonaClientOptions>? addTransport = null)
    {
        _account = account;
        _options = new DaytonaClientOptions { ApiUrl = ApiUrl, Credential = account.Credential, DefaultRegionId = Region, Source = "powershell" };
        if (addTransport is not null) _options = addTransport(_options);
    }

    /// <summary>The URL of the API.</summary>
    public Uri ApiUrl => _account.ApiUrl.Value;

    /// <summary>Whether it is an API key or an access token.</summary>
    public CredentialKind Credential => _account.Kind;

    /// <summary>The origin of the credential, such as <c>$env:DAYTONA_API_KEY</c> or a file.</summary>
    public string Source => _account.Source;

    /// <summary>The origin of <see cref="ApiUrl"/>, such as <c>-ApiUrl</c> or <c>$env:DAYTONA_API_URL</c>.</summary>
    public string ApiUrlSource => _account.ApiUrl.Source;

    /// <summary>The organization; null with an API key, which determines it.</summary>
    public string? OrganizationId => _account.Organization?.Value;

    /// <summary>The origin of <see cref="OrganizationId"/>; null if there is none.</summary>
    public string? OrganizationSource => _account.Organization?.Source;

    /// <summary>The region of new snapshots; null for the organization's default.</summary>
    public string? Region => _account.Region?.Value;

    /// <summary>The origin of <see cref="Region"/>; null if there is none.</summary>
    public string? RegionSource => _account.Region?.Source;

    /// <summary>Whether Connect-Daytona has checked that the service accepts the credential.</summary>
    public bool IsChecked { get; private set; }

    /// <summary>The user according to the service or the token; null before the first validation.</summary>
    public string? User { get; private set; }

    /// <summary>The API key's name; null for an access token, and before the first validation.</summary>
    public string? KeyName { get; private set; }

    /// <summary>The permissions of the API key; null for an access token, and before the first validation.</summary>
    public string[]? Permissions { get; private set; }

    /// <summary>When the credential expires, in local time; null if never or unknown.</summary>
    public DateTime? ExpiresAt { get; private set; }

    /// <summary>The proxy from <c>Connect-Daytona -Proxy</c>; null for that of the environment or the system.</summary>
    public Uri? Proxy => _options.Proxy;

    /// <summary>Whether all proxies are ignored.</summary>
    public bool NoProxy => _options.NoProxy;

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck => _options.SkipCertificateCheck;

    /// <summary>The time limit for a request with its retries; negative for none.</summary>
    public TimeSpan OperationTimeout => _options.OperationTimeout;

    /// <summary>The account and its host.</summary>
    /// <returns>Text without a secret.</returns>
    public override string ToString() => $"{KeyName ?? User ?? Credential.ToString()} at {ApiUrl.Host}";

    internal bool IsOf(ResolvedCredential account) => _account == account;

    /// <summary>The same account after the service has accepted the credential.</summary>
    internal Connection Checked(
        string? organizationId, string? user = null, string? keyName = null, string[]? permissions = null, DateTime? expiresAt = null)
    {
        var connection = (Connection)MemberwiseClone();
        (connection._client, connection.IsChecked) = (null, true);
        if (organizationId is not null && organizationId != OrganizationId)
        {
            connection._account = _account with { Organization = new Setting<string>(organizationId, "the service") };
        }

        (connection.User, connection.KeyName, connection.Permissions, connection.ExpiresAt) = (user, keyName, permissions, expiresAt);
        return connection;
    }

    internal string RevealCredential() => _account.Credential.Reveal();

    /// <summary>The client, created on first use, so that its packages are not loaded earlier.</summary>
    internal DaytonaClient GetClient(string? shellVersion)
    {
        lock (_lock)
        {
            return _client ??= new DaytonaClient(_options with
            {
                OrganizationId = OrganizationId,
                UserAgent = $"Daytona.Snapshots/{typeof(Snapshot).Assembly.GetName().Version!.ToString(3)} PowerShell/{shellVersion ?? "unknown"}",
            });
        }
    }
}
