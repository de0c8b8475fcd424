namespace Daytona.Snapshots.Sandboxes;

/// <summary>A sandbox to create.</summary>
public sealed record CreateSandboxRequest
{
    /// <summary>The snapshot that it starts from, by ID or name.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The name, unique in the organization; null for the sandbox's ID.</summary>
    public string? Name { get; init; }

    /// <summary>The region; null for the organization's default.</summary>
    public string? RegionId { get; init; }

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The minutes without activity after which the service stops it; null for the service's default.</summary>
    public int? AutoStopInterval { get; init; }

    /// <summary>The minutes after its stop when the service deletes it, 0 for at once; null for never.</summary>
    public int? AutoDeleteInterval { get; init; }
}
