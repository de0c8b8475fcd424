using Daytona.Snapshots.Client;
using Daytona.Snapshots.Connections;

namespace Daytona.Snapshots;

/// <summary>A connection to a Daytona account. Displays everything except the credential.</summary>
public sealed class Connection
{
    private readonly object _lock = new();
    private readonly Secret _credential;
    private IDaytonaClient? _client;

    internal Connection(Secret credential) => _credential = credential;

    /// <summary>The URL of the API.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>Whether it is an API key or an access token.</summary>
    public required CredentialKind Credential { get; init; }

    /// <summary>The origin of the credential, such as <c>$env:DAYTONA_API_KEY</c> or a file.</summary>
    public required string Source { get; init; }

    /// <summary>The organization; null with an API key, which determines it.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The region of new snapshots; null for the organization's default.</summary>
    public string? Region { get; init; }

    /// <summary>The user according to the service or the token; null before the first validation.</summary>
    public string? User { get; init; }

    /// <summary>The API key's name; null for an access token, and before the first validation.</summary>
    public string? KeyName { get; init; }

    /// <summary>The permissions of the API key; null for an access token, and before the first validation.</summary>
    public string[]? Permissions { get; init; }

    /// <summary>When the credential expires, in local time; null if never or unknown.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>The proxy from <c>Connect-Daytona -Proxy</c>; null for that of the environment or the system.</summary>
    public Uri? Proxy => Transport.Proxy;

    /// <summary>Whether all proxies are ignored.</summary>
    public bool NoProxy => Transport.NoProxy;

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck => Transport.SkipCertificateCheck;

    /// <summary>The time limit for a request with its retries; negative for none.</summary>
    public TimeSpan OperationTimeout => Transport.OperationTimeout;

    internal ConnectionTransport Transport { get; init; } = new();

    /// <summary>The account and its host.</summary>
    /// <returns>Text without a secret.</returns>
    public override string ToString() => $"{KeyName ?? User ?? Credential.ToString()} at {ApiUrl.Host}";

    internal bool IsSameAccount(Connection other) =>
        _credential.Equals(other._credential) && ApiUrl == other.ApiUrl && OrganizationId == other.OrganizationId
        && Region == other.Region && Source == other.Source;

    /// <summary>The same account with details from the service, or with another organization.</summary>
    internal Connection With(
        string? organizationId, string? user, string? keyName = null, string[]? permissions = null, DateTime? expiresAt = null) =>
        new(_credential)
        {
            ApiUrl = ApiUrl,
            Credential = Credential,
            Source = Source,
            OrganizationId = organizationId,
            Region = Region,
            User = user,
            KeyName = keyName,
            Permissions = permissions,
            ExpiresAt = expiresAt,
            Transport = Transport,
        };

    internal string RevealCredential() => _credential.Reveal();

    /// <summary>The client, created on first use, so that its packages are not loaded earlier.</summary>
    internal IDaytonaClient GetClient(Version? shellVersion)
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
