namespace Daytona.Snapshots;

/// <summary>A warm pool: sandboxes of a snapshot that the service keeps ready in a region. Only newer servers have them.</summary>
public sealed class WarmPool
{
    /// <summary>The identifier, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The organization that it belongs to.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The name of the snapshot.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The region in which the sandboxes are kept ready.</summary>
    public string? Region { get; init; }

    /// <summary>The number of sandboxes that the service is to keep ready; 0 drains the pool.</summary>
    public int Size { get; init; }

    /// <summary>The number of sandboxes that are ready.</summary>
    public int CurrentSize { get; init; }

    /// <summary>CPU cores of a sandbox.</summary>
    public int Cpu { get; init; }

    /// <summary>Memory of a sandbox in GiB.</summary>
    public int Memory { get; init; }

    /// <summary>Disk of a sandbox in GiB.</summary>
    public int Disk { get; init; }

    /// <summary>The user of the operating system in a sandbox.</summary>
    public string? OsUser { get; init; }

    /// <summary>The environment variables of a sandbox.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Why the service can't fill the pool; null if it can.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>The time of its creation, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The time of its last change, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The name of the snapshot.</summary>
    /// <returns>The snapshot's name.</returns>
    public override string ToString() => Snapshot;
}
