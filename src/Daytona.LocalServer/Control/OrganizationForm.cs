using System.Text.Json;

namespace Daytona.Local.Control;

/// <summary>An organization for the control endpoint: a new one, or changes of the one with that name.</summary>
internal sealed record OrganizationForm
{
    public required string Name { get; init; }

    public string? DefaultRegionId { get; init; }

    public int? MaxCpuPerSandbox { get; init; }

    public int? MaxMemoryPerSandbox { get; init; }

    public int? MaxDiskPerSandbox { get; init; }

    public int? SnapshotQuota { get; init; }

    public bool? Suspended { get; init; }

    public string? SuspensionReason { get; init; }

    public void AddTo(LocalServer server, Utf8JsonWriter response)
    {
        LocalOrganization organization = server.FindOrganization(Name) ?? server.AddOrganization(Name);
        organization.DefaultRegionId = DefaultRegionId ?? organization.DefaultRegionId;
        organization.MaxCpuPerSandbox = MaxCpuPerSandbox ?? organization.MaxCpuPerSandbox;
        organization.MaxMemoryPerSandbox = MaxMemoryPerSandbox ?? organization.MaxMemoryPerSandbox;
        organization.MaxDiskPerSandbox = MaxDiskPerSandbox ?? organization.MaxDiskPerSandbox;
        organization.SnapshotQuota = SnapshotQuota ?? organization.SnapshotQuota;
        organization.Suspended = Suspended ?? organization.Suspended;
        organization.SuspensionReason = SuspensionReason ?? organization.SuspensionReason;
        response.WriteString("id"u8, organization.Id);
    }
}
