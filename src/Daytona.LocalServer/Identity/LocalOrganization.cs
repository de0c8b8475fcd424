namespace Daytona.Local.Identity;

/// <summary>An organization: the owner of snapshots, with its limits.</summary>
public sealed class LocalOrganization
{
    internal LocalOrganization(string id, string name, string createdBy, DateTimeOffset createdAt)
    {
        Id = id;
        Name = name;
        CreatedBy = createdBy;
        CreatedAt = createdAt;
    }

    /// <summary>The id, a UUID.</summary>
    public string Id { get; }

    /// <summary>The name.</summary>
    public string Name { get; set; }

    /// <summary>The id of the user who made it.</summary>
    public string CreatedBy { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Whether it is a user's own.</summary>
    public bool Personal { get; set; }

    /// <summary>Most CPU cores of a snapshot.</summary>
    public int MaxCpuPerSandbox { get; set; } = 4;

    /// <summary>Most memory of a snapshot, in GiB.</summary>
    public int MaxMemoryPerSandbox { get; set; } = 8;

    /// <summary>Most disk of a snapshot, in GiB.</summary>
    public int MaxDiskPerSandbox { get; set; } = 10;

    /// <summary>The largest image, in GB.</summary>
    public int MaxSnapshotSize { get; set; } = 100;

    /// <summary>CPU cores of all its running sandboxes in a region.</summary>
    public int TotalCpuQuota { get; set; } = 10;

    /// <summary>Memory of all its running sandboxes in a region, in GiB.</summary>
    public int TotalMemoryQuota { get; set; } = 20;

    /// <summary>Disk of all its sandboxes in a region, in GiB.</summary>
    public int TotalDiskQuota { get; set; } = 30;

    /// <summary>How many snapshots it may have that are active or on their way to it.</summary>
    public int SnapshotQuota { get; set; } = 1_000_000;

    /// <summary>Whether it is suspended: it may read and remove then, and not create or activate.</summary>
    public bool Suspended { get; set; }

    /// <summary>Why it is suspended.</summary>
    public string SuspensionReason { get; set; } = "";

    /// <summary>Where snapshots go that name no region; without one, none can be created.</summary>
    public string? DefaultRegionId { get; set; } = "us";

    /// <summary>Requests in a window that the limiter lets pass; null for the server's own setting.</summary>
    public int? AuthenticatedRateLimit { get; set; }

    /// <summary>The limiter's window in seconds; null for the server's own setting.</summary>
    public int? AuthenticatedRateLimitTtlSeconds { get; set; }

    /// <summary>Shows the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
