namespace Daytona.Local.Identity;

/// <summary>An organization: the owner of snapshots, with its limits.</summary>
/// <param name="Id">The id, a UUID.</param>
/// <param name="Name">The name.</param>
/// <param name="CreatedBy">The ID of the user who created it.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record LocalOrganization(string Id, string Name, string CreatedBy, DateTimeOffset CreatedAt)
{
    /// <summary>Whether it is a user's personal organization.</summary>
    public bool Personal { get; set; }

    /// <summary>The maximum CPU cores of a snapshot.</summary>
    public int MaxCpuPerSandbox { get; set; } = 4;

    /// <summary>The maximum memory of a snapshot, in GiB.</summary>
    public int MaxMemoryPerSandbox { get; set; } = 8;

    /// <summary>The maximum disk of a snapshot, in GiB.</summary>
    public int MaxDiskPerSandbox { get; set; } = 10;

    /// <summary>The maximum number of snapshots that are active or being created.</summary>
    public int SnapshotQuota { get; set; } = 1_000_000;

    /// <summary>Whether it is suspended. It can then read and remove, but not create or activate.</summary>
    public bool Suspended { get; set; }

    /// <summary>The reason for the suspension.</summary>
    public string SuspensionReason { get; set; } = "";

    /// <summary>The default region; without one, a request must specify a region.</summary>
    public string? DefaultRegionId { get; set; } = "us";

    /// <summary>The maximum number of requests in a window; null for the server's setting.</summary>
    public int? AuthenticatedRateLimit { get; set; }
}
