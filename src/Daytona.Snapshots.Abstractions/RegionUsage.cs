namespace Daytona.Snapshots;

/// <summary>The usage of an organization's sandboxes in a region.</summary>
public sealed class RegionUsage
{
    /// <summary>The region.</summary>
    public required string RegionId { get; init; }

    /// <summary>The class of sandboxes.</summary>
    public string? SandboxClass { get; init; }

    /// <summary>CPU cores that may be used.</summary>
    public double TotalCpuQuota { get; init; }

    /// <summary>CPU cores in use.</summary>
    public double CurrentCpuUsage { get; init; }

    /// <summary>Memory that may be used, in GiB.</summary>
    public double TotalMemoryQuota { get; init; }

    /// <summary>Memory in use, in GiB.</summary>
    public double CurrentMemoryUsage { get; init; }

    /// <summary>Disk that may be used, in GiB.</summary>
    public double TotalDiskQuota { get; init; }

    /// <summary>Disk in use, in GiB.</summary>
    public double CurrentDiskUsage { get; init; }

    /// <summary>GPUs that may be used.</summary>
    public double TotalGpuQuota { get; init; }

    /// <summary>GPUs in use.</summary>
    public double CurrentGpuUsage { get; init; }

    /// <summary>The region, with CPUs and memory.</summary>
    /// <returns>Such as <c>us: 3 of 10 CPUs, 6 of 20 GiB memory</c>.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{RegionId}: {CurrentCpuUsage} of {TotalCpuQuota} CPUs, {CurrentMemoryUsage} of {TotalMemoryQuota} GiB memory");
}
