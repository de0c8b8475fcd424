namespace Daytona.Snapshots;

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
    /// <returns>Such as <c>12 of 100 snapshots</c>.</returns>
    public override string ToString() => $"{CurrentSnapshotUsage} of {TotalSnapshotQuota} snapshots";
}
