using System.Text.Json;

namespace Daytona.Local.Endpoints;

/// <summary>Writes what an organization uses of its quotas.</summary>
internal sealed class OrganizationUsage(
    SnapshotStore snapshots, SandboxStore sandboxes, CopyOnWriteList<LocalRegion> regions)
{
    public void Write(Utf8JsonWriter json, LocalOrganization organization)
    {
        json.WriteStartObject();
        json.WriteStartArray("regionUsage"u8);
        foreach (LocalRegion region in regions.Where(region => region.IsAvailableTo(organization)))
            Write(json, organization, region);
        json.WriteEndArray();
        json.WriteNumber("totalSnapshotQuota"u8, organization.SnapshotQuota);
        json.WriteNumber("currentSnapshotUsage"u8, snapshots.CountAgainstQuota(organization.Id));
        json.WriteNumber("totalVolumeQuota"u8, 100);
        json.WriteNumber("currentVolumeUsage"u8, 0);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, LocalOrganization organization, LocalRegion region)
    {
        LocalRegionQuota? quota = region.Quotas.GetValueOrDefault(organization.Id);
        int maxCpu = quota?.MaxCpuPerSandbox ?? organization.MaxCpuPerSandbox;
        int maxMemory = quota?.MaxMemoryPerSandbox ?? organization.MaxMemoryPerSandbox;
        int maxDisk = quota?.MaxDiskPerSandbox ?? organization.MaxDiskPerSandbox;
        LocalSandbox[] here =
        [
            .. sandboxes.ToList().Where(it => it.OrganizationId == organization.Id && it.RegionId == region.Id),
        ];
        // A stopped sandbox keeps its disk and gives back the rest.
        LocalSandbox[] running = [.. here.Where(static it => it.State != SandboxStates.Stopped)];
        json.WriteStartObject();
        json.WriteString("regionId"u8, region.Id);
        json.WriteString("sandboxClass"u8, "container"u8);
        json.WriteNumber("totalCpuQuota"u8, organization.TotalCpuQuota);
        json.WriteNumber("currentCpuUsage"u8, running.Sum(static it => it.Cpu));
        json.WriteNumber("totalMemoryQuota"u8, organization.TotalMemoryQuota);
        json.WriteNumber("currentMemoryUsage"u8, running.Sum(static it => it.Memory));
        json.WriteNumber("totalDiskQuota"u8, organization.TotalDiskQuota);
        json.WriteNumber("currentDiskUsage"u8, here.Sum(static it => it.Disk));
        json.WriteNumber("totalGpuQuota"u8, quota?.TotalGpuQuota ?? 0);
        json.WriteNumber("currentGpuUsage"u8, running.Sum(static it => it.Gpu));
        json.WriteNumber("maxCpuPerSandbox"u8, maxCpu);
        json.WriteNumber("maxMemoryPerSandbox"u8, maxMemory);
        json.WriteNumber("maxDiskPerSandbox"u8, maxDisk);
        foreach (string name in (ReadOnlySpan<string>)
            ["maxDiskPerNonEphemeralSandbox", "maxCpuPerGpuSandbox", "maxMemoryPerGpuSandbox", "maxDiskPerGpuSandbox"])
            json.WriteNull(name);
        json.WriteEndObject();
    }
}
