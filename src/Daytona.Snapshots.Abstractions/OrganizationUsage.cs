namespace Daytona.Snapshots;

/// <summary>What an organization uses of its quotas.</summary>
public sealed class OrganizationUsage
{
    /// <summary>The number of snapshots that it may have.</summary>
    public int TotalSnapshotQuota { get; init; }

    /// <summary>The number of snapshots that it has.</summary>
    public int CurrentSnapshotUsage { get; init; }

    /// <summary>The number of volumes that it may have.</summary>
    public int TotalVolumeQuota { get; init; }

    /// <summary>The number of volumes that it has.</summary>
    public int CurrentVolumeUsage { get; init; }

    /// <summary>What its sandboxes use in each region.</summary>
    public RegionUsage[] RegionUsage { get; init; } = [];

    /// <summary>The number of snapshots and their quota.</summary>
    /// <returns>Such as <c>12 of 100 snapshots</c>.</returns>
    public override string ToString() => $"{CurrentSnapshotUsage} of {TotalSnapshotQuota} snapshots";
}
