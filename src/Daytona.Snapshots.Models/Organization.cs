namespace Daytona.Snapshots;

/// <summary>An organization that the user of an access token belongs to.</summary>
public sealed record Organization
{
    /// <summary>The identifier, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is the user's personal organization.</summary>
    public bool Personal { get; init; }

    /// <summary>Whether it is suspended, so that nothing can be created.</summary>
    public bool Suspended { get; init; }

    /// <summary>Why it is suspended, or null if it is not.</summary>
    public string? SuspensionReason { get; init; }

    /// <summary>The region that is used if none is named, or null if none is set.</summary>
    public string? DefaultRegionId { get; init; }

    /// <summary>CPU cores that a sandbox may have; null if the service does not say.</summary>
    public int? MaxCpuPerSandbox { get; init; }

    /// <summary>Memory that a sandbox may have, in GiB; null if the service does not say.</summary>
    public int? MaxMemoryPerSandbox { get; init; }

    /// <summary>Disk that a sandbox may have, in GiB; null if the service does not say.</summary>
    public int? MaxDiskPerSandbox { get; init; }

    /// <summary>The usage of its quotas, or null if it was not read.</summary>
    public OrganizationUsage? Usage { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The usage of an organization's quotas.</summary>
public sealed class OrganizationUsage
{
    /// <summary>The number of snapshots that it may have.</summary>
    public required int TotalSnapshotQuota { get; init; }

    /// <summary>The number of snapshots that it has.</summary>
    public required int CurrentSnapshotUsage { get; init; }

    /// <summary>The number of volumes that it may have.</summary>
    public int TotalVolumeQuota { get; init; }

    /// <summary>The number of volumes that it has.</summary>
    public int CurrentVolumeUsage { get; init; }

    /// <summary>The usage of its sandboxes in each region.</summary>
    public RegionUsage[] RegionUsage { get; init; } = [];

    /// <summary>The number of snapshots and their quota.</summary>
    public override string ToString() => $"{CurrentSnapshotUsage} of {TotalSnapshotQuota} snapshots";
}

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
    public override string ToString() =>
        FormattableString.Invariant($"{RegionId}: {CurrentCpuUsage} of {TotalCpuQuota} CPUs, {CurrentMemoryUsage} of {TotalMemoryQuota} GiB memory");
}
