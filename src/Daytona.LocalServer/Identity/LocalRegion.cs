using System.Collections.Concurrent;

namespace Daytona.Local.Identity;

/// <summary>A region with its runners.</summary>
/// <param name="Id">The id, such as <c>us</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Type"><c>shared</c> or <c>dedicated</c>.</param>
public sealed record LocalRegion(string Id, string Name, string Type = "shared")
{
    /// <summary>Whether the region requires and enforces a quota for each organization.</summary>
    public bool EnforceQuotas { get; set; }

    /// <summary>The quotas, by organization.</summary>
    public ConcurrentDictionary<string, LocalRegionQuota> Quotas { get; } = new();

    /// <summary>The runners. Without one for the sandbox class, nothing can be created.</summary>
    public CopyOnWriteList<LocalRunner> Runners { get; } = [];

    /// <summary>The runners for a class. Android snapshots go to container runners, as they do in the real service.</summary>
    internal IEnumerable<LocalRunner> RunnersFor(string sandboxClass) =>
        Runners.Where(runner => runner.SandboxClass == (sandboxClass == "android" ? "container" : sandboxClass));

    /// <summary>Whether the organization may use it.</summary>
    internal bool IsAvailableTo(LocalOrganization organization) =>
        (Type == "shared" && !EnforceQuotas) || Quotas.ContainsKey(organization.Id);
}

/// <summary>The quota of an organization in a region that enforces quotas. By default, the organization's own limits apply.</summary>
/// <param name="MaxCpuPerSandbox">The maximum CPU cores of a snapshot.</param>
/// <param name="MaxMemoryPerSandbox">The maximum memory of a snapshot in GiB.</param>
/// <param name="MaxDiskPerSandbox">The maximum disk of a snapshot in GiB.</param>
/// <param name="TotalGpuQuota">The maximum number of GPUs.</param>
public sealed record LocalRegionQuota(
    int? MaxCpuPerSandbox = null, int? MaxMemoryPerSandbox = null, int? MaxDiskPerSandbox = null, int TotalGpuQuota = 0);

/// <summary>A machine that pulls and builds.</summary>
/// <param name="SandboxClass">The class it runs.</param>
/// <param name="GpuType">The GPU it has, or null.</param>
public sealed record LocalRunner(string SandboxClass = "container", string? GpuType = null)
{
    /// <summary>The id.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Whether it responds. If not, logs are unavailable on both paths.</summary>
    public bool IsReachable { get; set; } = true;
}
