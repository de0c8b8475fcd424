using System.Net;

namespace Daytona.Snapshots.Connections;

/// <summary>How a connection reaches the service.</summary>
internal sealed record ConnectionTransport
{
    public bool AllowInsecure { get; init; }

    /// <summary>The proxy, without a user name or password; null for that of the environment or the system.</summary>
    public Uri? Proxy { get; init; }

    public NetworkCredential? ProxyCredential { get; init; }

    public bool NoProxy { get; init; }

    public bool SkipCertificateCheck { get; init; }

    /// <summary>The time limit for a request with its retries; infinite for none.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>The caller's settings of a connection; null for those of the credential's source.</summary>
internal sealed record ConnectionOverrides
{
    public Uri? ApiUrl { get; init; }

    public string? OrganizationId { get; init; }

    /// <summary>The parameter of the organization.</summary>
    public string OrganizationSource { get; init; } = "-OrganizationId";

    public string? Region { get; init; }

    public ConnectionTransport Transport { get; init; } = new();

    private CredentialOverrides ForCredential => new()
    {
        ApiUrl = ApiUrl is null ? null : new Setting<Uri>(ApiUrl, "-ApiUrl"),
        Organization = OrganizationId is null ? null : new Setting<string>(OrganizationId, OrganizationSource),
        Region = Region is null ? null : new Setting<string>(Region, "-Region"),
        AllowInsecure = Transport.AllowInsecure,
        VariablePrefix = "$env:",
    };

    /// <summary>The connection of the environment or the Daytona CLI.</summary>
    /// <returns>The connection, or null if there is none.</returns>
    /// <exception cref="CredentialException">The credential is not usable.</exception>
    public Connection? Find() => CredentialResolver.Find(ForCredential) is { } found ? new Connection(found, Transport) : null;

    /// <summary>The error if nothing was found. It says why each source was not used.</summary>
    public NoCredentialsException NotFound() => CredentialResolver.NotFound(ForCredential);

    /// <summary>A connection with a credential of the caller.</summary>
    public Connection With(Secret credential, CredentialKind kind, string source) =>
        new(CredentialResolver.Complete(credential, kind, source, ForCredential), Transport);
}
