namespace Daytona.Local.Snapshots;

/// <summary>Enforces the limits of the organization and of the region for creations and activations.</summary>
internal sealed class SnapshotQuota(SnapshotStore store, IReadOnlyList<LocalRegion> regions)
{
    private const string More =
        "Need higher resource limits per-sandbox? " +
        "Contact us at support@daytona.io and let us know about your use case.";

    public void Check(LocalOrganization organization, LocalSnapshot snapshot)
    {
        CheckSuspension(organization);
        LocalRegion region = regions.FirstOrDefault(region => snapshot.RegionIds.Contains(region.Id))
            ?? throw ServiceException.NotFound($"Region for snapshot {snapshot.Id} not found");
        Check(organization, region, snapshot.Cpu, snapshot.Mem, snapshot.Disk, snapshot.Gpu);
    }

    /// <exception cref="ServiceException">403 if the organization is suspended.</exception>
    public static void CheckSuspension(LocalOrganization organization)
    {
        if (!organization.Suspended) return;
        throw ServiceException.Forbidden(organization.SuspensionReason.Length > 0
            ? $"Organization is suspended: {organization.SuspensionReason}"
            : "Organization is suspended");
    }

    /// <exception cref="ServiceException">400 if one of the sizes, or the count, is over its limit.</exception>
    public void Check(
        LocalOrganization organization, LocalRegion region, double? cpu, double? memory, double? disk, double? gpu)
    {
        LocalRegionQuota? quota = region.EnforceQuotas ? region.Quotas.GetValueOrDefault(organization.Id) : null;
        int maxCpu = quota?.MaxCpuPerSandbox ?? organization.MaxCpuPerSandbox;
        int maxMemory = quota?.MaxMemoryPerSandbox ?? organization.MaxMemoryPerSandbox;
        int maxDisk = quota?.MaxDiskPerSandbox ?? organization.MaxDiskPerSandbox;
        string? problem =
            cpu > maxCpu ? $"CPU request {cpu} exceeds maximum allowed per sandbox ({maxCpu}).\n{More}"
            : memory > maxMemory ? $"Memory request {memory}GB exceeds maximum allowed per sandbox ({maxMemory}GB).\n{More}"
            : disk > maxDisk ? $"Disk request {disk}GB exceeds maximum allowed per sandbox ({maxDisk}GB).\n{More}"
            : gpu > 0 && region.EnforceQuotas && quota is null or { TotalGpuQuota: 0 }
                ? $"GPU quota exceeded. Maximum allowed: {quota?.TotalGpuQuota ?? 0}."
            : store.UsesUp(organization) ? $"Snapshot quota exceeded. Maximum allowed: {organization.SnapshotQuota}" : null;
        if (problem is not null) throw ServiceException.BadRequest(problem);
    }
}
