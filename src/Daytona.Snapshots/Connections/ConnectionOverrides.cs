namespace Daytona.Snapshots.Connections;

/// <summary>The caller's settings of a connection; null for those of the credential's source.</summary>
internal sealed record ConnectionOverrides
{
    public Uri? ApiUrl { get; init; }

    public string? OrganizationId { get; init; }

    public string? Region { get; init; }

    public ConnectionTransport Transport { get; init; } = new();
}
