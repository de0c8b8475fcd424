namespace Daytona.Local.Identity;

/// <summary>The quota of an organization in a region that enforces quotas.</summary>
public sealed record LocalRegionQuota
{
    /// <summary>The maximum CPU cores of a snapshot; null for the organization's own limit.</summary>
    public int? MaxCpuPerSandbox { get; init; }

    /// <summary>The maximum memory of a snapshot in GiB; null for the organization's own limit.</summary>
    public int? MaxMemoryPerSandbox { get; init; }

    /// <summary>The maximum disk of a snapshot in GiB; null for the organization's own limit.</summary>
    public int? MaxDiskPerSandbox { get; init; }

    /// <summary>The maximum number of GPUs.</summary>
    public int TotalGpuQuota { get; init; }
}
