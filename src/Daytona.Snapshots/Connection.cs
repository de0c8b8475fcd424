using Daytona.Snapshots.Connections;

namespace Daytona.Snapshots;

/// <summary>A connection to a Daytona account. Displays everything except the credential.</summary>
public sealed class Connection
{
    private readonly object _lock = new();
    private readonly Secret _credential;
    private DaytonaClient? _client;

    internal Connection(ResolvedCredential resolved, ConnectionTransport transport)
    {
        (_credential, Credential, Source, Transport) = (resolved.Credential, resolved.Kind, resolved.Source, transport);
        (ApiUrl, ApiUrlSource) = (resolved.ApiUrl.Value, resolved.ApiUrl.Source);
        (OrganizationId, OrganizationSource) = (resolved.Organization?.Value, resolved.Organization?.Source);
        (Region, RegionSource) = (resolved.Region?.Value, resolved.Region?.Source);
    }

    /// <summary>The URL of the API.</summary>
    public Uri ApiUrl { get; }

    /// <summary>Whether it is an API key or an access token.</summary>
    public CredentialKind Credential { get; }

    /// <summary>The origin of the credential, such as <c>$env:DAYTONA_API_KEY</c> or a file.</summary>
    public string Source { get; }

    /// <summary>The origin of <see cref="ApiUrl"/>, such as <c>-ApiUrl</c> or <c>$env:DAYTONA_API_URL</c>.</summary>
    public string ApiUrlSource { get; }

    /// <summary>The organization; null with an API key, which determines it.</summary>
    public string? OrganizationId { get; private set; }

    /// <summary>The origin of <see cref="OrganizationId"/>; null if there is none.</summary>
    public string? OrganizationSource { get; private set; }

    /// <summary>The region of new snapshots; null for the organization's default.</summary>
    public string? Region { get; }

    /// <summary>The origin of <see cref="Region"/>; null if there is none.</summary>
    public string? RegionSource { get; }

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
    public Uri? Proxy => Transport.Proxy;

    /// <summary>Whether all proxies are ignored.</summary>
    public bool NoProxy => Transport.NoProxy;

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck => Transport.SkipCertificateCheck;

    /// <summary>The time limit for a request with its retries; negative for none.</summary>
    public TimeSpan OperationTimeout => Transport.OperationTimeout;

    internal ConnectionTransport Transport { get; }

    /// <summary>The account and its host.</summary>
    /// <returns>Text without a secret.</returns>
    public override string ToString() => $"{KeyName ?? User ?? Credential.ToString()} at {ApiUrl.Host}";

    internal bool IsSameAccount(Connection other) =>
        _credential.Equals(other._credential) && ApiUrl == other.ApiUrl && OrganizationId == other.OrganizationId
        && Region == other.Region && Source == other.Source && ApiUrlSource == other.ApiUrlSource;

    /// <summary>The same account after the service has accepted the credential.</summary>
    internal Connection Checked(
        string? organizationId, string? user = null, string? keyName = null, string[]? permissions = null, DateTime? expiresAt = null)
    {
        var connection = (Connection)MemberwiseClone();
        (connection._client, connection.IsChecked) = (null, true);
        if (organizationId != OrganizationId) (connection.OrganizationId, connection.OrganizationSource) = (organizationId, "the service");
        (connection.User, connection.KeyName, connection.Permissions, connection.ExpiresAt) = (user, keyName, permissions, expiresAt);
        return connection;
    }

    internal string RevealCredential() => _credential.Reveal();

    /// <summary>The client, created on first use, so that its packages are not loaded earlier.</summary>
    internal DaytonaClient GetClient(Version? shellVersion)
    {
        lock (_lock)
        {
            return _client ??= CreateClient(shellVersion);
        }
    }

    private DaytonaClient CreateClient(Version? shellVersion)
    {
        string version = typeof(Snapshot).Assembly.GetName().Version!.ToString(3);
        return new DaytonaClient(new DaytonaClientOptions
        {
            ApiUrl = ApiUrl,
            Credential = _credential,
            OrganizationId = OrganizationId,
            DefaultRegionId = Region,
            AllowInsecure = Transport.AllowInsecure,
            Proxy = Transport.Proxy,
            ProxyCredential = Transport.ProxyCredential,
            NoProxy = Transport.NoProxy,
            SkipCertificateCheck = Transport.SkipCertificateCheck,
            OperationTimeout = Transport.OperationTimeout,
            Source = "powershell",
            UserAgent = $"Daytona.Snapshots/{version} PowerShell/{shellVersion?.ToString() ?? "unknown"}",
        });
    }
}
