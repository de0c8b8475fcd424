namespace Daytona.Local.Identity;

/// <summary>What an organization may use in a region that enforces quotas.</summary>
public sealed record LocalRegionQuota
{
    /// <summary>Most CPU cores of a snapshot; null for the organization's own limit.</summary>
    public int? MaxCpuPerSandbox { get; init; }

    /// <summary>Most memory of a snapshot in GiB; null for the organization's own limit.</summary>
    public int? MaxMemoryPerSandbox { get; init; }

    /// <summary>Most disk of a snapshot in GiB; null for the organization's own limit.</summary>
    public int? MaxDiskPerSandbox { get; init; }

    /// <summary>How many GPUs it may use.</summary>
    public int TotalGpuQuota { get; init; }
}
