namespace Daytona.Snapshots.Connections;

/// <summary>What the caller says of a connection; null leaves it to where the credential comes from.</summary>
internal sealed record ConnectionWishes
{
    public Uri? ApiUrl { get; init; }

    public string? OrganizationId { get; init; }

    public string? Region { get; init; }

    public ConnectionTransport Transport { get; init; } = new();
}
